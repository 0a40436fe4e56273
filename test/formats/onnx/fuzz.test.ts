import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { UserError } from "../../../src/base/errors.js";
import type { OnnxModel } from "../../../src/formats/onnx/model.js";
import { parseModel } from "../../../src/formats/onnx/parse.js";
import { serializeModel } from "../../../src/formats/onnx/write.js";
import { mutate, mutations } from "../../base/tensor/mutate.js";
import { goldenCase } from "../../golden/cases.js";
import { smallModel } from "./small-model.js";

const files = [
  goldenCase("conv3x3_relu_pc").read("quant.onnx"),
  goldenCase("residual_add").read("preprocessed.onnx"),
  goldenCase("split_slice").read("float.onnx"),
  goldenCase("prelu_hardswish").read("quant.onnx"),
  smallModel(),
  smallModel(),
];

function parsed(bytes: Uint8Array): OnnxModel | undefined {
  try {
    return parseModel(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toMatch(/^[^\p{C}\p{Zl}\p{Zp}]+$/u);
    return undefined;
  }
}

describe("mutated ONNX files", () => {
  test("3000 mutations each parse and write back, or are refused in one line", () => {
    const counts = { parsed: 0, refused: 0 };
    fc.assert(
      fc.property(fc.nat(files.length - 1), mutations, (file, changes) => {
        const model = parsed(mutate(files[file]!, changes));
        if (model === undefined) counts.refused++;
        else {
          counts.parsed++;
          expect(parseModel(serializeModel(model))).toEqual(model);
        }
      }),
      { seed: 20240501, numRuns: 3000 },
    );
    console.log(`${counts.parsed} parsed, ${counts.refused} refused`);
    expect(counts.parsed).toBeGreaterThan(100);
    expect(counts.refused).toBeGreaterThan(1000);
  });
});
