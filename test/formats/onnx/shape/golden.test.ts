import { expect, test } from "vitest";
import { UserError } from "../../../../src/base/errors.js";
import type { OnnxModel } from "../../../../src/formats/onnx/model.js";
import { readModel } from "../../../../src/formats/onnx/read.js";
import { inferShapes } from "../../../../src/formats/onnx/shape/infer.js";
import { goldenCases } from "../../../golden/cases.js";

const cases = goldenCases();

test.each(["float.onnx", "preprocessed.onnx", "quant.onnx"])(
  "%s: every declared value, inferred from nothing",
  (file) => {
    let values = 0;
    let agreeing = 0;
    for (const golden of cases) {
      const model = readModel(golden.path(file));
      if (golden.has("error_debug.txt") && contradictsItself(model)) continue;
      agreeing++;
      inferShapes(model);
      const outputs = model.graph.outputs.map((info) => ({ ...info, shape: undefined }));
      const { graph } = inferShapes({ ...model, graph: { ...model.graph, outputs, valueInfo: new Map() } });
      for (const declared of [...model.graph.valueInfo.values(), ...model.graph.outputs]) {
        const inferred = graph.valueInfo.get(declared.name);
        // A node that the original removed leaves its declaration behind.
        if (inferred === undefined) continue;
        values++;
        // float.onnx of one case has two names for one batch; its later models have one.
        const from = file === "float.onnx" && typeof declared.shape?.[0] === "string" ? 1 : 0;
        expect(inferred.dtype, `${golden.name} ${declared.name}`).toBe(declared.dtype);
        expect(inferred.shape?.slice(from), `${golden.name} ${declared.name}`).toEqual(declared.shape?.slice(from));
      }
    }
    console.log(`${file}: ${agreeing} of ${cases.length} cases, ${values} of ${values} declared values`);
    expect(agreeing).toBeGreaterThanOrEqual(cases.length - 1);
  },
);

/** The original writes a model that it cannot run: the bias [C, 1, 1] of a 1-D convolution broadcasts along the batch. */
function contradictsItself(model: OnnxModel): boolean {
  try {
    inferShapes(model);
    return false;
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return true;
  }
}
