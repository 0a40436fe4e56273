import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it, type TestContext } from "vitest";
import { runModel } from "../../../src/boards/board/capture.js";
import { flashWithEsptool } from "../../../src/boards/board/flash/esptool.js";
import { hostBoard } from "../../../src/boards/board/host.js";
import { Link } from "../../../src/boards/board/link/link.js";
import { serialBoard } from "../../../src/boards/board/serial.js";
import { listSerialPorts, openSerialPort } from "../../../src/boards/board/serial-port.js";
import { expected, SIZE, testFirmware } from "./firmware.js";
import { RomDouble } from "./flash/rom-double.js";
import { openPty, type Pty } from "./pty.js";
import { needs } from "./tools.js";

async function pty(context: TestContext, ...tools: string[]): Promise<Pty> {
  if (process.platform === "win32") context.skip("Windows has no ptys");
  needs(context, "python3", ...tools);
  return openPty();
}

it("talks to a board behind a serial port", async (context) => {
  const { path, process: far } = await pty(context, "cc");
  const host = hostBoard();
  const image = await host.build(await testFirmware());
  const program = await host.open(image);
  program.onData((bytes) => far.stdin.write(bytes));
  far.stdout.on("data", (bytes: Uint8Array) => void program.write(bytes));
  const link = await Link.open(path, await serialBoard(path).open(image));
  const input = new Uint8Array(SIZE).map((_, i) => i * 3);
  expect(await runModel(link, new Map([["input", input]]))).toEqual([{ id: "sum", bytes: expected(input).get("sum") }]);
  await link.close();
  await program.close();
  far.kill();
});

it("flashes a chip behind a serial port", async (context) => {
  const { path, process: far } = await pty(context);
  const double = new RomDouble((bytes) => far.stdin.write(bytes));
  far.stdout.on("data", (bytes: Uint8Array) => double.take(bytes));
  const data = new Uint8Array(20_000).map((_, i) => i * i);
  await flashWithEsptool(path, (baudRate) => openSerialPort(path, baudRate), [{ address: 0x10000, data }]);
  expect(Buffer.compare(double.flash.subarray(0x10000, 0x10000 + data.length), data)).toBe(0);
  far.kill();
});

it("says which ports there are when one cannot be opened, and why", async () => {
  expect(Array.isArray(await listSerialPorts())).toBe(true);
  await expect(openSerialPort("/dev/no-such-port", 115_200)).rejects.toThrow(
    /^board \/dev\/no-such-port: there is no such port; plug the board in .*\(ports here: /,
  );
  if (process.platform === "win32") return;
  await expect(openSerialPort("/dev/null", 115_200)).rejects.toThrow(/^board \/dev\/null: is no serial port; give /);
});

it("says that another program has the port", async (context) => {
  const { path, process: far } = await pty(context);
  const line = await openSerialPort(path, 115_200);
  await expect(openSerialPort(path, 115_200)).rejects.toThrow(/: is in use by another program; close its monitor/);
  await line.close();
  far.kill();
});

it("asks for a build before a flash", async () => {
  const { project } = await testFirmware();
  const path = join(project, "flasher_args.json");
  const board = serialBoard("/dev/no-such-port");
  await expect(board.flash({ path, log: "" })).rejects.toThrow("build the project first");
  await writeFile(path, '{"flash_files":{"0x10000":"app.bin"}}');
  await expect(board.flash({ path, log: "" })).rejects.toThrow("names app.bin, which is not there");
  await writeFile(path, '{"flash_files":{"-4":"app.bin"}}');
  await expect(board.flash({ path, log: "" })).rejects.toThrow('flash_files.-4 must be an address, got "-4"');
});
