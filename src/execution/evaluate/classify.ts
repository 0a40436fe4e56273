import type { Tensor } from "../../base/tensor/tensor.js";
import type { OnnxModel } from "../../formats/onnx/model.js";
import type { Program } from "../../ir/graph/program.js";
import type { Sample, Samples } from "../../quantization/calibrate/samples.js";
import { Session } from "../../quantization/ort/session.js";
import { interpret } from "../interpreter/interpret.js";
import { argmax } from "./confusion.js";

/**
 * The class that a classifier gives each sample: the index of the largest element of its first output, the first of equals.
 * @param classifier an ONNX model, which runs in ONNX Runtime as it is written; or a program, which runs with the chip's integers
 * @throws UserError when a sample does not fit the model.
 */
export async function classify(
  classifier: OnnxModel | Program,
  samples: Samples,
  onProgress?: (done: number) => void,
): Promise<number[]> {
  if ("layers" in classifier) return predict(async (sample) => integerScores(classifier, sample), samples, onProgress);
  const session = await Session.open(classifier);
  const output = classifier.graph.outputs[0]!.name;
  try {
    return await predict(async (sample) => (await session.run(sample, [output])).get(output)!, samples, onProgress);
  } finally {
    await session.close();
  }
}

function integerScores(program: Program, sample: Sample): Tensor {
  const { layers } = interpret(program, sample, { keep: "outputs" });
  const { layer } = program.outputs[0]!;
  return layers.find(({ index }) => index === layer)!.tensor;
}

async function predict(
  scores: (sample: Sample) => Promise<Tensor>,
  samples: Samples,
  onProgress?: (done: number) => void,
): Promise<number[]> {
  const classes: number[] = [];
  for await (const sample of samples) {
    classes.push(argmax((await scores(sample)).toNumbers()));
    onProgress?.(classes.length);
  }
  return classes;
}
