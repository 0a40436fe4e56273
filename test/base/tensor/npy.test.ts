import { describe, expect, test } from "vitest";
import { formatNpy, parseNpy } from "../../../src/base/tensor/npy.js";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import { refusal } from "../../formats/onnx/refusal.js";
import { goldenCases } from "../../golden/cases.js";

/** A .npy file with the header text given, as another program might write it. */
function npy(header: string, elements: Uint8Array, version = 1): Uint8Array {
  const text = Buffer.from(header, version === 3 ? "utf8" : "latin1");
  const length = Buffer.alloc(version === 1 ? 2 : 4);
  if (version === 1) length.writeUInt16LE(text.length);
  else length.writeUInt32LE(text.length);
  return Buffer.concat([Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]), length, text, elements]);
}

const header = (descr: string, shape: string, order = "False"): string =>
  `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }\n`;
const six = Uint8Array.of(0, 1, 2, 3, 4, 5);

describe("numpy's own files", () => {
  const files = ["calib.npy", "input.npy", "output.npy", "calib1.npy", "input1.npy", "output1.npy"];
  const golden = goldenCases().flatMap((one) => files.filter(one.has).map((file) => ({ one, file })));

  test(`${golden.length} golden files are written back byte for byte`, () => {
    let same = 0;
    for (const { one, file } of golden) {
      const bytes = one.read(file);
      expect(Buffer.compare(formatNpy(parseNpy(bytes)), bytes), `${one.name}/${file}`).toBe(0);
      same++;
    }
    console.log(`${same} of ${golden.length} golden .npy files written back byte for byte`);
  });
});

describe("parseNpy", () => {
  test.each([
    ["<f4", "float32", 4],
    ["<f8", "float64", 8],
    ["<f2", "float16", 2],
    ["|i1", "int8", 1],
    ["|u1", "uint8", 1],
    ["<i2", "int16", 2],
    ["<u2", "uint16", 2],
    ["<i4", "int32", 4],
    ["<u4", "uint32", 4],
    ["<i8", "int64", 8],
    ["<u8", "uint64", 8],
    ["|b1", "bool", 1],
    ["=i1", "int8", 1],
    [">i1", "int8", 1],
  ])("dtype %s is %s", (descr, dtype, size) => {
    const tensor = parseNpy(npy(header(descr, "(2,)"), new Uint8Array(2 * size).fill(1)));
    expect([tensor.dtype, tensor.shape]).toEqual([dtype, [2]]);
    expect(parseNpy(formatNpy(tensor))).toEqual(tensor);
  });

  test("versions 2 and 3, scalars, empty arrays, old numpy's long integers, any order of keys", () => {
    expect(parseNpy(npy(header("|i1", "(2, 3)"), six, 2)).shape).toEqual([2, 3]);
    expect(parseNpy(npy(header("|i1", "(6L,)"), six, 3)).shape).toEqual([6]);
    expect(parseNpy(npy(header("|u1", "()"), Uint8Array.of(7)))).toEqual(Tensor.scalar("uint8", 7));
    expect(parseNpy(npy(header("<f4", "(3, 0)"), new Uint8Array(0))).shape).toEqual([3, 0]);
    expect(parseNpy(npy(`{"shape":(6,),"fortran_order":False,"descr":"|i1"}`, six)).shape).toEqual([6]);
  });

  test("Fortran order becomes C order", () => {
    const matrix = parseNpy(npy(header("|i1", "(2, 3)", "True"), six));
    expect(Array.from(matrix.data as Int8Array)).toEqual([0, 2, 4, 1, 3, 5]);
    const cube = parseNpy(npy(header("|i1", "(1, 3, 2)", "True"), six));
    expect(Array.from(cube.data as Int8Array)).toEqual([0, 3, 1, 4, 2, 5]);
  });

  test.each([
    ["empty", new Uint8Array(0), /not a \.npy file/],
    ["another magic", Buffer.from("\x93NUMPX\x01\0\x10\0", "latin1"), /not a \.npy file/],
    ["version 4", npy(header("|i1", "(6,)"), six, 4), /version 4, expected 1, 2 or 3/],
    ["cut in the header", npy(header("|i1", "(6,)"), six).subarray(0, 40), /cut short/],
    [
      "huge header",
      Buffer.concat([npy("", six, 2).subarray(0, 8), Buffer.from([0, 0, 0, 0x7f])]),
      /header of 2130706432 bytes/,
    ],
    ["big endian", npy(header(">f4", "(1,)"), new Uint8Array(4)), /big-endian float32.*astype\("<f4"\)/],
    ["objects", npy(header("|O", "(1,)"), six), /dtype "\|O" is not supported/],
    ["text", npy(header("<U4", "(1,)"), six), /dtype "<U4"/],
    ["complex", npy(header("<c8", "(1,)"), new Uint8Array(8)), /dtype "<c8"/],
    ["time", npy(header("<M8[ns]", "(1,)"), new Uint8Array(8)), /dtype "<M8\[ns\]"/],
    ["structured", npy("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", six), /structured dtype/],
    ["too few bytes", npy(header("|i1", "(7,)"), six), /6 bytes of elements, expected 7 for int8 \[7\]/],
    ["too many bytes", npy(header("|i1", "(5,)"), six), /6 bytes of elements, expected 5/],
    ["huge shape", npy(header("<f8", "(99999999999, 99999999999)"), six), /damaged or too large/],
    ["shape beyond integers", npy(header("<f8", `(${"9".repeat(30)},)`), six), /damaged or too large/],
    ["negative shape", npy(header("<f8", "(-1,)"), six), /header is damaged/],
    ["code in the header", npy("{'descr': __import__('os'), 'fortran_order': False, 'shape': (1,)}", six), /damaged/],
    ["no dictionary", npy("descr", six), /header is damaged/],
    ["nested", npy("{{'descr': '|i1', 'fortran_order': False, 'shape': (6,)}}", six), /header is damaged/],
  ] as [string, Uint8Array, RegExp][])("%s is refused", (_, bytes, message) => {
    const found = refusal(() => parseNpy(bytes, "x.npy"));
    expect(found).toMatch(/^x\.npy: /);
    expect(found).toMatch(message);
  });
});
