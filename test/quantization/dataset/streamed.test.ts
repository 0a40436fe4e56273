import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { afterAll, expect, it } from "vitest";
import { formatNpyHeader } from "../../../src/base/tensor/npy-header.js";
import { openSamples } from "../../../src/quantization/dataset/samples.js";
import { node, tinyModel } from "../quantize/tiny-model.js";

const folder = mkdtempSync(join(tmpdir(), "espdl-streamed-"));
afterAll(() => rmSync(folder, { recursive: true }));

const SIDE = 256;
const model = tinyModel([1, 1, SIDE, SIDE], [node("Relu", ["x"], ["y"])]);
const ROW = SIDE * SIDE * 4;
/** 300 MB: more than the memory that may be taken for it. */
const ROWS = 1200;
const header = formatNpyHeader("float32", [ROWS, 1, SIDE, SIDE]);

/** Zeros, of which the disk holds none. */
function sparse(name: string, before: Uint8Array, after: Uint8Array): string {
  const path = join(folder, name);
  const file = openSync(path, "w");
  writeSync(file, before);
  ftruncateSync(file, before.length + ROW * ROWS);
  writeSync(file, after, 0, after.length, before.length + ROW * ROWS);
  closeSync(file);
  return path;
}

/** An archive of one array as numpy writes it, with a directory of 64-bit numbers. */
function archive(): string {
  let crc = crc32(header);
  const zeros = new Uint8Array(ROW);
  for (let i = 0; i < ROWS; i++) crc = crc32(zeros, crc);
  const size = BigInt(header.length + ROW * ROWS);
  const name = Buffer.from("x.npy");
  const local = Buffer.alloc(30 + name.length);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(name.length, 26);
  name.copy(local, 30);
  const central = Buffer.alloc(46 + name.length + 28);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt32LE(crc, 16);
  for (const field of [20, 24, 42]) central.writeUInt32LE(0xffffffff, field);
  central.writeUInt16LE(name.length, 28);
  central.writeUInt16LE(28, 30);
  name.copy(central, 46);
  const extra = 46 + name.length;
  central.writeUInt16LE(1, extra);
  central.writeUInt16LE(24, extra + 2);
  for (const [i, number] of [size, size, 0n].entries()) central.writeBigUInt64LE(number, extra + 4 + 8 * i);
  const start = BigInt(local.length) + size;
  const end = Buffer.alloc(56 + 20 + 22);
  end.writeUInt32LE(0x06064b50, 0);
  end.writeBigUInt64LE(1n, 32);
  end.writeBigUInt64LE(start, 48);
  end.writeUInt32LE(0x07064b50, 56);
  end.writeBigUInt64LE(start + BigInt(central.length), 64);
  end.writeUInt32LE(0x06054b50, 76);
  for (const field of [8, 10]) end.writeUInt16LE(0xffff, 76 + field);
  for (const field of [12, 16]) end.writeUInt32LE(0xffffffff, 76 + field);
  return sparse("large.npz", Buffer.concat([local, header]), Buffer.concat([central, end]));
}

/** Samples seen, and how far resident memory rose at most meanwhile. */
function walked(path: string): { readonly seen: number; readonly rose: number } {
  const before = process.memoryUsage.rss();
  let [seen, most] = [0, 0];
  for (const sample of openSamples(path, model)) {
    seen += sample.get("x")!.shape[2] === SIDE ? 1 : 0;
    if (seen % 50 === 0) most = Math.max(most, process.memoryUsage.rss());
  }
  return { seen, rose: most - before };
}

it.each([
  ["a .npy", () => sparse("large.npy", header, new Uint8Array())],
  ["a .npz whose directory has 64-bit numbers", archive],
])("reads %s of 300 MB in a part of that memory", (_, make) => {
  const path = make();
  expect(statSync(path).size).toBeGreaterThan(ROW * ROWS);
  const { seen, rose } = walked(path);
  expect(seen).toBe(ROWS);
  expect(rose).toBeLessThan(150e6);
});

it("reads rows of a .npz by their index, backwards too", () => {
  const samples = openSamples(join(folder, "large.npz"), model);
  expect(samples.count).toBe(ROWS);
  for (const index of [3, 0, -1200]) expect(samples.at(index).get("x")!.shape).toEqual([1, 1, SIDE, SIDE]);
});
