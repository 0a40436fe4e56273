import { isDeepStrictEqual } from "node:util";
import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { formatNpy } from "../../../src/base/tensor/npy.js";
import { formatNpz, parseNpz } from "../../../src/base/tensor/npz.js";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import { refusal } from "../../formats/onnx/refusal.js";
import { goldenCases } from "../../golden/cases.js";

const one = new Tensor("int8", [3], Int8Array.of(1, 2, 3));

/** Archive bytes with the number at `offset` of the first central directory entry replaced. */
function patched(bytes: Uint8Array, offset: number, value: number): Uint8Array {
  const copy = Buffer.from(bytes);
  copy.writeUInt32LE(value, copy.indexOf("PK\x01\x02") + offset);
  return copy;
}
const [CRC, PACKED, SIZE, LOCAL] = [16, 20, 24, 42];

describe("numpy's own archives", () => {
  const golden = goldenCases().filter((each) => each.has("tensors.npz"));
  test(`${golden.length} golden archives keep their tensors in a round trip`, () => {
    let tensors = 0;
    for (const each of golden) {
      const arrays = parseNpz(each.read("tensors.npz"), each.name);
      expect(isDeepStrictEqual([...parseNpz(formatNpz(arrays))], [...arrays]), each.name).toBe(true);
      tensors += arrays.size;
    }
    console.log(`${tensors} tensors of ${golden.length} golden .npz files`);
  });
});

describe("npz", () => {
  test("names may hold slashes, dots and the names of JavaScript's own properties; the order is kept", () => {
    const names = ["/conv/Conv_output_0", "../up", "__proto__", "constructor", "10", "9", "é\u{1f600}", "a.npy", ""];
    const tensors = new Map(names.map((name, i) => [name, Tensor.scalar("int32", i)]));
    expect([...parseNpz(formatNpz(tensors))]).toEqual([...tensors]);
  });

  test("the same tensors always give the same bytes; none give an empty archive", () => {
    expect(formatNpz(new Map([["a", one]]))).toEqual(formatNpz(new Map([["a", one]])));
    expect(parseNpz(formatNpz(new Map()))).toEqual(new Map());
  });

  test("stored and deflated entries", () => {
    for (const level of [0, 9] as const)
      expect(parseNpz(zipSync({ "a.npy": formatNpy(one) }, { level })).get("a")).toEqual(one);
  });

  const zip = zipSync({ "a.npy": formatNpy(one) });
  const stored = zipSync({ "a.npy": formatNpy(one) }, { level: 0 });
  test.each([
    ["empty", new Uint8Array(0), /not a \.npz file/],
    ["text", Buffer.from("hello"), /not a \.npz file/],
    ["a .npy file", formatNpy(one), /not a \.npz file/],
    ["cut short", zip.subarray(0, zip.length - 30), /not a \.npz file/],
    ["head missing", zip.subarray(40), /damaged or cut short/],
    ["bomb", patched(zip, SIZE, 0x7fffffff), /unpacks to 2147483647 bytes, expected at most 1073741824/],
    ["impossible ratio", patched(zip, SIZE, 0x3fffffff), /1073741823 bytes cannot come out of \d+/],
    ["size too small", patched(zip, SIZE, 100), /checksum differs/],
    ["size too large", patched(zip, SIZE, 1000), /checksum differs/],
    ["stored size", patched(stored, SIZE, 1000), /cannot come out of/],
    ["wrong checksum", patched(zip, CRC, 1), /checksum differs/],
    ["packed size beyond the end", patched(zip, PACKED, 0xfffffff0), /damaged or cut short/],
    ["header elsewhere", patched(zip, LOCAL, 3), /damaged or cut short/],
    ["unknown method", patched(zip, 8, 12 << 16), /zip method 12, expected 0 or 8/],
    ["encrypted", patched(zip, 8, (8 << 16) | 1), /encrypted/],
    ["two of one name", zipSync({ a: formatNpy(one), "a.npy": formatNpy(one) }), /array "a" is there twice/],
    ["not arrays", zipSync({ "a.txt": Buffer.from("hello") }), /array "a\.txt": not a \.npy file/],
  ] as [string, Uint8Array, RegExp][])("%s is refused", (_, bytes, message) => {
    const found = refusal(() => parseNpz(bytes, "x.npz"));
    expect(found).toMatch(/^x\.npz: /);
    expect(found).toMatch(message);
  });

  test("more entries stated than there are", () => {
    const copy = Buffer.from(zip);
    copy.writeUInt16LE(0xffff, copy.length - 12);
    expect(refusal(() => parseNpz(copy))).toMatch(/damaged or cut short/);
  });
});
