import { describe, expect, test } from "vitest";
import { parseNpy } from "../../../src/base/tensor/npy.js";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import { arrayName, inputHeader, outputHeader } from "../../../src/codegen/project/data-headers.js";
import { pythonFloat } from "../../../src/codegen/project/python-number.js";
import { readModel } from "../../../src/formats/onnx/read.js";
import { compileForDebug } from "../../../src/ir/passes/compile.js";
import { goldenCases } from "../../golden/cases.js";

describe("input_data.h and output_data.h equal the original's, byte for byte", () => {
  const cases = goldenCases().filter((golden) => golden.has("headers/input_data.h"));
  let same = 0;

  test.each(cases)("$name", (golden) => {
    const { program } = compileForDebug(readModel(golden.path("quant.onnx")));
    const outputs = program.outputs.map(({ layer, output }) => program.layers[layer]!.types[output]!);
    const text = (file: string): string => Buffer.from(golden.read(`headers/${file}`)).toString();
    expect(inputHeader([parseNpy(golden.read("input.npy"))])).toBe(text("input_data.h"));
    expect(outputHeader(outputs)).toBe(text("output_data.h"));
    same++;
  });

  test("counts", () => {
    console.log(`headers: ${same} of ${cases.length} cases byte for byte`);
    expect(cases.length).toBeGreaterThan(0);
    expect(same).toBe(cases.length);
  });
});

test("floats as Python's repr writes them", () => {
  const expected: readonly (readonly [number, string])[] = [
    [0, "0.0"],
    [-0, "-0.0"],
    [1, "1.0"],
    [-2.5, "-2.5"],
    [Math.fround(0.1), "0.10000000149011612"],
    [0.0001, "0.0001"],
    [0.00001, "1e-05"],
    [-1.25e-7, "-1.25e-07"],
    [1234567890123456, "1234567890123456.0"],
    [1e16, "1e+16"],
    [1.5e22, "1.5e+22"],
    [5e-324, "5e-324"],
    [1.7976931348623157e308, "1.7976931348623157e+308"],
    [120, "120.0"],
    [1e15, "1000000000000000.0"],
  ];
  for (const [value, text] of expected) expect(pythonFloat(value)).toBe(text);
});

test("several inputs and outputs get numbered arrays", () => {
  const inputs = [new Tensor("int8", [2], new Int8Array([-1, 7])), new Tensor("float32", [1], new Float32Array([2]))];
  expect(inputHeader(inputs)).toBe(`#include <tvmgen_default.h>
const size_t input_len = 2;
const static __attribute__((aligned(16))) int8_t input_data[] = {-1, 7};
const size_t input_len_1 = 1;
const static __attribute__((aligned(16))) float input_data_1[] = {2.0};
`);
  const outputs = [
    { dtype: "float32", shape: [1, 10] },
    { dtype: "int32", shape: [3] },
  ] as const;
  expect(outputHeader(outputs)).toContain("static __attribute__((aligned(16))) int output_data_1[3]\n={};\n");
  expect(arrayName("output", 2)).toBe("output_data_2");
});

test("what C has no literal or type for is refused", () => {
  const tensor = new Tensor("float32", [2], new Float32Array([1, Number.NaN]));
  expect(() => inputHeader([tensor])).toThrow("element 1 is NaN");
  expect(() => outputHeader([{ dtype: "float16", shape: [1] }])).toThrow("float16");
});
