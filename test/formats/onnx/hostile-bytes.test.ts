import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseModel } from "../../../src/formats/onnx/parse.js";
import { readModel } from "../../../src/formats/onnx/read.js";
import { refusal } from "./refusal.js";
import { smallModel } from "./small-model.js";

const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) | 128, ...varint(Math.floor(value / 128))];
const message = (field: number, ...content: number[]): number[] => [
  ...varint(field * 8 + 2),
  ...varint(content.length),
  ...content,
];
const GRAPH = 7;

describe("bytes that are no model", () => {
  test.each([
    ["empty", [], /^m\.onnx: file is empty/],
    ["text", [...Buffer.from("hello, world\n")], /not an ONNX model/],
    ["json", [...Buffer.from('{"a": 1}')], /not an ONNX model/],
    ["zip", [...Buffer.from("PK\x03\x04\x14\0\0\0")], /it is a zip archive; unpack it/],
    ["npy", [...Buffer.from("\x93NUMPY\x01\0", "latin1")], /it is a \.npy file/],
    ["zeros", Array(100).fill(0), /not an ONNX model/],
    ["endless varint", [8, ...Array(11).fill(0xff), 1], /not an ONNX model/],
    ["tag alone", [0x3a], /not an ONNX model/],
    ["length beyond the end", [0x3a, 100, 8], /not an ONNX model/],
    ["length of 2^32", [0x3a, 0xff, 0xff, 0xff, 0xff, 0x0f, 8], /not an ONNX model/],
    ["inner length beyond the outer", message(GRAPH, 0x0a, 50, 1), /not an ONNX model/],
    ["field number 0", [0x02, 0], /not an ONNX model/],
    ["reserved wire type", [0x3e, 0], /not an ONNX model/],
    ["wire type of another kind", [...message(1, 8), 0x38, 1], /no IR version or no graph/],
    ["group never closed", Array(90).fill(0x13), /not an ONNX model/],
    ["groups in groups", Array(100_000).fill(0x13), /max depth exceeded/],
    ["end of no group", [0x14], /not an ONNX model/],
    ["invalid UTF-8 in a name", message(2, 0xff, 0xfe), /not an ONNX model/],
    ["cut packed list", message(GRAPH, ...message(5, ...message(4, 0, 0, 0))), /not an ONNX model/],
  ] as [string, number[], RegExp][])("%s", (_, bytes, expected) => {
    expect(refusal(() => parseModel(Uint8Array.from(bytes), { name: "m.onnx" }))).toMatch(expected);
  });

  test("millions of empty messages stop at the limit of fields", () => {
    const nodes = new Uint8Array(6_000_000);
    for (let i = 0; i < nodes.length; i += 2) nodes[i] = 0x0a;
    const bytes = Uint8Array.from([0x3a, ...varint(nodes.length), ...nodes.subarray(0, 0)]);
    expect(refusal(() => parseModel(Buffer.concat([bytes, nodes])))).toMatch(/more than 1000000 fields/);
  });

  test("a packed list of millions of integers stops at the same limit", () => {
    const dims = new Uint8Array(6_000_000);
    const tensor = Buffer.concat([Uint8Array.from([0x0a, ...varint(dims.length)]), dims]);
    const graph = Buffer.concat([Uint8Array.from([0x2a, ...varint(tensor.length)]), tensor]);
    const bytes = Buffer.concat([Uint8Array.from([0x3a, ...varint(graph.length)]), graph]);
    expect(refusal(() => parseModel(bytes))).toMatch(/more than 1000000 fields/);
  });

  test("a model cut at every length, and with a byte of junk behind it", () => {
    const bytes = smallModel();
    for (let length = 0; length < bytes.length; length++) {
      const cut = bytes.subarray(0, length);
      try {
        parseModel(cut);
      } catch {
        refusal(() => parseModel(cut));
      }
    }
    refusal(() => parseModel(Buffer.concat([bytes, Uint8Array.of(0x07)])));
  });

  test("bytes that start inside a larger buffer", () => {
    const bytes = smallModel();
    const padded = Buffer.concat([Buffer.alloc(13, 0xff), bytes, Buffer.alloc(5, 0xff)]);
    expect(parseModel(new Uint8Array(padded.buffer, padded.byteOffset + 13, bytes.length))).toEqual(parseModel(bytes));
  });
});

describe("readModel", () => {
  test("names the file in every refusal", () => {
    const folder = mkdtempSync(join(tmpdir(), "espdl-read-"));
    try {
      writeFileSync(join(folder, "cut.onnx"), smallModel().subarray(0, 20));
      expect(refusal(() => readModel(join(folder, "cut.onnx")))).toMatch(/^cut\.onnx: not an ONNX model, or cut short/);
      expect(refusal(() => readModel(join(folder, "absent.onnx")))).toMatch(/cannot be read \(ENOENT\)/);
      expect(refusal(() => readModel(folder))).toMatch(/not a file/);
      expect(refusal(() => readModel("a\0b"))).toMatch(/cannot be read/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
