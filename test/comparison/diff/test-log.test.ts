import { describe, expect, test } from "vitest";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import { diffTestLog } from "../../../src/comparison/diff/test-log.js";
import type { Trace } from "../../../src/formats/trace/trace.js";

const layer = (index: number, id: string, values: readonly number[]) => ({
  ...{ index, name: id, id, op: "espdl.conv", onnx: [`/${id}`] },
  tensor: new Tensor("int8", [1, values.length / 2, 2], Int8Array.from(values)),
});
const reference: Trace = {
  runner: "reference",
  model: "m.espdl",
  layers: [layer(1, "a", [1, 2, 3, 4]), layer(2, "/b/Relu_output_0", [5, 6, 7, 8])],
};

const FAILED = `
I (512) dl::Model: Testing output a.
I (520) dl::Model: Testing output /b/Relu_output_0.
E (530) compare_elements: Inconsistent values, ground truth: 7.0000000000, infer: 9.0000000000, epsilon:0.0000199980
E (540) compare_elements: The position is: [0, 1, 0]
E (550) dl::Model: Test output /b/Relu_output_0 does not match
`;

describe("the log of Model::test()", () => {
  test("tells the output that fails, where, and what the board has", () => {
    const { verdict, first, layers } = diffTestLog(reference, FAILED);
    expect([verdict, first]).toEqual(["differs", "/b/Relu_output_0"]);
    expect(layers.map(({ id, status }) => [id, status])).toEqual([
      ["a", "equal"],
      ["/b/Relu_output_0", "differs"],
    ]);
    expect(layers[1]!.entire).toMatchObject({ differing: 1, first: { index: 2, a: 7, b: 9 } });
    expect(layers[1]!.remarks).toContain(
      "the log tells the first wrong element only: [0, 1, 0], where the file's own vector has 7",
    );
  });

  test("says so where the board is right and the file's vector is not", () => {
    const log = FAILED.replace("ground truth: 7.0", "ground truth: 6.0").replace("infer: 9.0", "infer: 7.0");
    const { verdict, layers } = diffTestLog(reference, log);
    expect(verdict).toBe("equal");
    expect(layers[1]!.remarks).toContain(
      "the board has 7 at [0, 1, 0] as the chip's law does; the file's own vector, 6, is wrong there",
    );
  });

  test("with colours, and nothing wrong", () => {
    const log = "\u001b[0;32mI (5) dl::Model: Testing output a.\u001b[0m\nI (6) dl::Model: Test Pass!\n";
    expect(diffTestLog(reference, log)).toMatchObject({ verdict: "equal", onlyA: ["/b/Relu_output_0"] });
  });

  test("refuses a log without a test, another model's, and another exponent", () => {
    expect(() => diffTestLog(reference, "hello")).toThrow('holds no "Testing output …" of Model::test()');
    expect(() => diffTestLog(reference, "Testing output c.")).toThrow("output c is no tensor of the model");
    const exponent = "Testing output a.\nE (1) equal: exponent not equal: -5 != -6\n";
    expect(() => diffTestLog(reference, exponent)).toThrow("output a: exponent not equal: -5 != -6");
  });
});
