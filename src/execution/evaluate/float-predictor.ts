import type { OnnxModel } from "../../formats/onnx/model.js";
import { Session } from "../../quantization/ort/session.js";
import { fitSample } from "./fit-sample.js";
import type { Predictor } from "./predictor.js";
import { realValues } from "./real-values.js";

/** A float model, run in ONNX Runtime as it is written. @throws UserError when ONNX Runtime refuses it. */
export async function floatPredictor(model: OnnxModel): Promise<Predictor> {
  const session = await Session.open(model);
  const { inputs, outputs } = model.graph;
  return {
    runner: "ONNX Runtime float32",
    inputs: inputs.map(({ name }) => name),
    async predict(samples) {
      const results = [];
      for (const sample of samples) {
        const run = await session.run(fitSample(inputs, sample));
        results.push(outputs.map(({ name }) => realValues(run.get(name)!)));
      }
      return results;
    },
    close: () => session.close(),
  };
}
