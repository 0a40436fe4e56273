import type { Arithmetic } from "../../../kernels-ref/index.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import { createFastRunner } from "../../execution/fast/runner.js";
import type { OnnxModel } from "../../formats/onnx/model.js";
import { compileForDebug } from "../../ir/passes/compile.js";
import type { Sample } from "../../quantization/calibrate/samples.js";
import { Session } from "../../quantization/ort/session.js";
import { decibels, Noise } from "./noise.js";

/** The outputs of a quantized model in the chip's integers, a list a sample. */
export async function chipOutputs(
  quantized: OnnxModel,
  samples: readonly Sample[],
  arithmetic?: Arithmetic,
): Promise<Tensor[][]> {
  const runner = createFastRunner(compileForDebug(quantized).program, arithmetic === undefined ? {} : { arithmetic });
  try {
    return await runner.run(samples);
  } finally {
    await runner.close();
  }
}

/** The outputs of a float model in ONNX Runtime, a list a sample. */
export async function floatOutputs(float: OnnxModel, samples: readonly Sample[]): Promise<Tensor[][]> {
  const session = await Session.open(float);
  try {
    const results: Tensor[][] = [];
    for (const sample of samples) {
      const made = await session.run(sample);
      results.push(float.graph.outputs.map(({ name }) => made.get(name)!));
    }
    return results;
  } finally {
    await session.close();
  }
}

/** How far outputs are from the wanted ones, in dB: that of the output which lost most. */
export function outputSnr(wanted: readonly (readonly Tensor[])[], got: readonly (readonly Tensor[])[]): number {
  const outputs = wanted[0]!.map(() => new Noise());
  wanted.forEach((tensors, sample) => {
    tensors.forEach((tensor, i) => {
      outputs[i]!.add(tensor.data as Float32Array, got[sample]![i]!.data as Float32Array);
    });
  });
  return decibels(Math.max(...outputs.map(({ ratio }) => ratio)));
}
