import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { boardByName } from "../../../src/boards/board/boards.js";
import { firmwareText, readFirmware } from "../../../src/boards/board/firmware.js";
import { hostBoard } from "../../../src/boards/board/host.js";
import { wasmBoard } from "../../../src/boards/board/wasm.js";
import { testFirmware } from "./firmware.js";
import { needs } from "./tools.js";

it("reads back what it wrote", async () => {
  const { project } = await testFirmware();
  await mkdir(join(project, "include"));
  const firmware = { sources: ["model.c"], includes: ["include"] };
  await writeFile(join(project, "firmware.json"), firmwareText(firmware));
  expect(await readFirmware(project)).toEqual({ project, ...firmware });
});

it.each(["/etc/passwd", "../x.c", "a/../../x.c", "-o", "@flags", "a b.c", "x.c;rm", "", 7])(
  "refuses %j as a source",
  async (path) => {
    const { project } = await testFirmware();
    await writeFile(join(project, "firmware.json"), firmwareText({ sources: [path as string], includes: [] }));
    await expect(readFirmware(project)).rejects.toThrow(
      /firmware\.json: sources\.0 must be (a path inside the project|string), got /,
    );
  },
);

it("tells what is wrong with a project", async () => {
  const { project } = await testFirmware();
  await expect(readFirmware(project)).rejects.toThrow('(ENOENT); give a project made by "espdl-lab export"');
  const file = join(project, "firmware.json");
  await writeFile(file, "{");
  await expect(readFirmware(project)).rejects.toThrow("is not JSON");
  await writeFile(file, "{}");
  await expect(readFirmware(project)).rejects.toThrow("format is missing; give a project");
  await writeFile(file, firmwareText({ sources: ["ghost.c"], includes: [] }));
  await expect(readFirmware(project)).rejects.toThrow("names ghost.c, which is not there");
});

it("makes the compiler's first error the message", { timeout: 120_000 }, async (context) => {
  const firmware = await testFirmware();
  await writeFile(join(firmware.project, "model.c"), "int x = y;\n");
  await expect(wasmBoard().build(firmware)).rejects.toThrow(/^board wasm: project\/model.c:1:9: error: .*build.log\)$/);
  needs(context, "cc");
  await expect(hostBoard().build(firmware)).rejects.toThrow(/^board host: .*model.c:1:9: error: /);
});

it("knows boards by name", () => {
  for (const name of ["wasm", "host", "qemu-esp32c3", "/dev/ttyUSB0", "COM3"])
    expect(boardByName(name).name).toBe(name);
  expect(() => boardByName("esp")).toThrow("board esp: unknown; name one of wasm, host, qemu-esp32c3 or a serial port");
});
