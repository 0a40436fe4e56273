import { expect, it } from "vitest";
import { flashWithEsptool } from "../../../../src/boards/board/flash/esptool.js";
import type { SerialLine } from "../../../../src/boards/board/flash/serial-line.js";
import { random } from "../random.js";
import { RomDouble } from "./rom-double.js";

function chip() {
  let listener: ((bytes: Uint8Array) => void) | undefined;
  const signals: string[] = [];
  const double = new RomDouble((bytes) => setImmediate(() => listener?.(bytes)));
  const line: SerialLine = {
    write: async (bytes) => double.take(bytes),
    onData: (next) => {
      listener = next;
    },
    setSignals: async ({ dtr, rts }) => void signals.push(`${dtr ?? "-"} ${rts ?? "-"}`),
    setBaudRate: async () => {},
    close: async () => {},
  };
  return { double, line, signals };
}

const next = random(11);
const noise = new Uint8Array(100_000).map(() => next() * 256);
const text = new TextEncoder().encode("partition table".padEnd(3072, "."));

it("writes several parts, checks them and resets the chip at the end", async () => {
  const { double, line, signals } = chip();
  const shares: number[] = [];
  const parts = [
    { address: 0x8000, data: text },
    { address: 0x10000, data: noise },
  ];
  const name = await flashWithEsptool(
    "test",
    async () => line,
    parts,
    (done, total) => shares.push(done / total),
  );
  expect(name).toContain("ESP32-C3");
  expect(Buffer.compare(double.flash.subarray(0x8000, 0x8000 + text.length), text)).toBe(0);
  expect(Buffer.compare(double.flash.subarray(0x10000, 0x10000 + noise.length), noise)).toBe(0);
  expect(double.requests.filter((code) => code === 0x13)).toHaveLength(2);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(shares.at(-1)).toBe(1);
  expect(signals.filter((signal) => signal.startsWith("- ")).slice(-2)).toEqual(["- true", "- false"]);
});

it("says so when the flash holds something else afterwards", async () => {
  const { double, line } = chip();
  double.corrupts = true;
  const flashing = flashWithEsptool("test", async () => line, [{ address: 0, data: text }]);
  await expect(flashing).rejects.toThrow("board test: flashing failed: MD5 of file does not match data in flash!");
});

it("says so when nobody answers", { timeout: 60_000 }, async () => {
  const { line } = chip();
  const deaf = { ...line, write: async () => {} };
  const flashing = flashWithEsptool("test", async () => deaf, [{ address: 0, data: text }]);
  await expect(flashing).rejects.toThrow("board test: flashing failed: Failed to connect with the device");
});
