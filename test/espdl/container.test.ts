import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.js";
import { openContainer } from "../../src/espdl/container.js";
import { parseKey } from "../../src/espdl/key.js";
import { openPack, sealPack } from "../../src/espdl/pack.js";
import { listModels, readEspdl } from "../../src/espdl/read.js";
import { sealContainer } from "../../src/espdl/seal.js";
import { writeEspdl } from "../../src/espdl/write.js";
import { espdlCases } from "../golden/espdl-cases.js";

const KEY = "000102030405060708090a0b0c0d0e0f";
const [first, second] = espdlCases().filter(({ facts }) => facts.magic === "EDL2");
const one = first!.model();
const two = second!.model();

/** The packs of older tools, which this project only reads. */
function oldPack(magic: "PDL1" | "PDL2", models: readonly [string, Uint8Array][]): Uint8Array {
  const names = models.map(([name]) => Buffer.from(name));
  let nameAt = 8 + 12 * models.length;
  let dataAt = names.reduce((at, name) => at + name.length, nameAt);
  if (magic === "PDL2") dataAt = Math.ceil(dataAt / 16) * 16;
  const parts = [Buffer.from(magic), u32(models.length)];
  const padding = Buffer.alloc(dataAt - names.reduce((at, name) => at + name.length, nameAt));
  for (const [index, [, bytes]] of models.entries()) {
    parts.push(u32(dataAt), u32(nameAt), u32(names[index]!.length));
    nameAt += names[index]!.length;
    dataAt += bytes.length;
  }
  return Buffer.concat([...parts, ...names, padding, ...models.map(([, bytes]) => bytes)]);
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

describe("containers", () => {
  it("an EDL1 header has 12 bytes, an EDL2 header 16 with the flatbuffer padded to 16", () => {
    const payload = Uint8Array.from({ length: 20 }, (_, index) => index);
    const edl1 = Buffer.concat([Buffer.from("EDL1"), u32(0), u32(20), payload]);
    expect(openContainer(edl1)).toMatchObject({ magic: "EDL1", encrypted: false, blockBytes: 1 });
    expect(Buffer.compare(openContainer(edl1).payload, payload)).toBe(0);
    const edl2 = sealContainer(payload);
    expect(edl2.length).toBe(48);
    expect(Buffer.compare(openContainer(edl2).payload, payload)).toBe(0);
  });

  it("encrypts as AES-128-CTR with the counter 10 11 … 1f", () => {
    // The key stream's first block is AES-128 of the counter block itself.
    const stream = sealContainer(new Uint8Array(16), parseKey(KEY)).subarray(16);
    expect(Buffer.from(stream).toString("hex")).toBe("07feef74e1d5036e900eee118e949293");
  });

  it("an encrypted model is read with its key only", () => {
    const model = readEspdl(one);
    const file = writeEspdl(model, KEY);
    expect(openContainer(file).encrypted).toBe(true);
    expect(readEspdl(file, { key: KEY })).toEqual(model);
    expect(
      readEspdl(file, {
        key: "0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f, ",
      }),
    ).toEqual(model);
    expect(() => readEspdl(file, { file: "m.espdl" })).toThrow(/^m\.espdl: is encrypted, expected --key/);
    expect(() => readEspdl(file, { key: KEY.replace("0f", "10") })).toThrow(/looks encrypted with another key/);
    expect(() => readEspdl(file, { key: "beef" })).toThrow(/key: found 4 characters, expected 16 bytes/);
  });

  it.each(["PDL1", "PDL2"] as const)("%s: models by name and by index", (magic) => {
    const pack = oldPack(magic, [
      ["a.espdl", one],
      ["ß.espdl", two],
    ]);
    expect(listModels(pack)).toEqual(["a.espdl", "ß.espdl"]);
    expect(readEspdl(pack, { model: "ß.espdl" })).toEqual(readEspdl(two));
    expect(readEspdl(pack, { model: 0 })).toEqual(readEspdl(one));
    expect(() => readEspdl(pack)).toThrow(
      /holds 2 models, expected --model with one name \(the pack holds a.espdl, ß.espdl\)/,
    );
    expect(() => readEspdl(pack, { model: "c" })).toThrow(/has no model "c"/);
    expect(() => readEspdl(pack, { model: 2 })).toThrow(/has no model 2/);
  });

  it("PDL3: written, listed, read, and its SHA-256 checked", () => {
    const pack = sealPack(
      [
        { name: "a", bytes: one },
        { name: "b", bytes: writeEspdl(readEspdl(two), KEY) },
      ],
      "v1.2",
    );
    expect(listModels(pack)).toEqual(["a", "b"]);
    expect(readEspdl(pack, { model: "a" })).toEqual(readEspdl(one));
    expect(readEspdl(pack, { model: 1, key: KEY })).toEqual(readEspdl(two));
    const zeroed = pack.slice();
    zeroed.fill(0, 24, 56);
    expect(Buffer.from(pack.subarray(24, 56))).toEqual(createHash("sha256").update(zeroed).digest());
    for (const { bytes } of openPack(pack)) expect(bytes.byteOffset % 16).toBe(0);
    pack[pack.length - 1]! ^= 1;
    expect(() => readEspdl(pack, { model: "a" })).toThrow(/SHA-256 is .*, its header says .*copy the file again/);
  });

  it("PDL3: refuses what the format cannot hold", () => {
    expect(() => sealPack([], "sixteen letters!")).toThrow(/at most 15 ASCII characters/);
    expect(() => sealPack([{ name: "a", bytes: Buffer.from("EDL1") }], "v1")).toThrow(/is not an EDL2 file/);
  });

  it("says what a file that is none of them starts with", () => {
    for (const file of [new Uint8Array(0), Buffer.from("ONNX........"), Buffer.from("EDL2"), Buffer.from("PDL3\0\0")]) {
      expect(() => readEspdl(file)).toThrow(UserError);
    }
    expect(() => readEspdl(Buffer.from("RIFF...."), { file: "x.wav" })).toThrow(
      /^x\.wav: not an \.espdl file: it is a RIFF file \(\.wav\); name the \.espdl$/,
    );
    expect(() => readEspdl(Buffer.from([8, 8, 18, 4, 0]), { file: "x.onnx" })).toThrow(
      /^x\.onnx: not an \.espdl file: it is an ONNX model; `espdl-lab quantize --format espdl` makes one of it$/,
    );
    expect(() => readEspdl(Buffer.from("QQQQ\0\0\0\0"), { file: "x.wav" })).toThrow(
      /^x\.wav: not an \.espdl file: starts with "QQQQ", expected EDL1/,
    );
  });
});
