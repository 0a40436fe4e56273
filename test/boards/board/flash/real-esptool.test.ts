import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it, type TestContext } from "vitest";
import { random } from "../random.js";
import { needs } from "../tools.js";
import { RomDouble } from "./rom-double.js";

const folder = mkdtempSync(join(tmpdir(), "espdl-esptool-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A virtual environment with PyPI's esptool; skips where it cannot be made. */
function python(context: TestContext): string {
  needs(context, "python3");
  const interpreter = join(folder, "bin", "python");
  const made = spawnSync("python3", ["-m", "venv", folder]).status === 0;
  const quiet = [
    "-m",
    "pip",
    "install",
    "--quiet",
    "--disable-pip-version-check",
    "--retries=0",
    "--timeout=10",
    "esptool>=5",
  ];
  if (made && spawnSync(interpreter, quiet).status === 0) return interpreter;
  console.log(`skipped: ${context.task.name} (esptool cannot be installed)`);
  return context.skip("esptool cannot be installed");
}

// The double is ours, so somebody else's flasher has to take it for a chip.
it("the double of the ROM passes for a chip with PyPI's esptool, with and without its stub", {
  timeout: 300_000,
}, async (context) => {
  const interpreter = python(context);
  const next = random(3);
  const image = new Uint8Array(100_000).map(() => next() * 256);
  const file = join(folder, "image.bin");
  writeFileSync(file, image);
  for (const stub of [true, false]) {
    let double: RomDouble | undefined;
    const server = createServer((socket) => {
      double = new RomDouble((bytes) => socket.write(bytes));
      socket.on("data", (bytes) => double!.take(bytes));
      socket.on("error", () => {});
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const port = `socket://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const common = ["--port", port, "--before", "no-reset", "--after", "no-reset", ...(stub ? [] : ["--no-stub"])];
    const esptool = spawn(interpreter, ["-m", "esptool", ...common, "write-flash", "0x10000", file]);
    let log = "";
    for (const output of [esptool.stdout, esptool.stderr]) output.on("data", (bytes: Buffer) => (log += bytes));
    const [code] = await once(esptool, "close");
    server.close();
    expect(code, log).toBe(0);
    expect(log).toContain("Hash of data verified");
    expect(double!.stub).toBe(stub);
    expect(Buffer.compare(double!.flash.subarray(0x10000, 0x10000 + image.length), image)).toBe(0);
  }
});
