import type { OnnxModel } from "../../formats/onnx/model.js";
import type { Program } from "../../ir/graph/program.js";
import type { Samples } from "../../quantization/calibrate/samples.js";
import { batches } from "./batches.js";
import { argmax } from "./confusion.js";
import { floatPredictor } from "./float-predictor.js";
import { predictorOf } from "./predictor-of.js";

/**
 * The class that a classifier gives each sample: the index of the largest element of its first output, the first of equals.
 * @param classifier an ONNX model, which runs in ONNX Runtime as it is written; or a program, which runs fast with the chip's integers
 * @throws UserError when a sample does not fit the model.
 */
export async function classify(
  classifier: OnnxModel | Program,
  samples: Samples,
  onProgress?: (done: number) => void,
): Promise<number[]> {
  const predictor = await predictorOf("layers" in classifier ? classifier : await floatPredictor(classifier));
  try {
    const classes: number[] = [];
    for await (const batch of batches(samples)) {
      for (const [scores] of await predictor.predict(batch)) {
        classes.push(argmax(scores!.data as Float32Array));
        onProgress?.(classes.length);
      }
    }
    return classes;
  } finally {
    await predictor.close();
  }
}
