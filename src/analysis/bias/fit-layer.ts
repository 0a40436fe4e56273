import { Tensor } from "../../base/tensor/tensor.js";
import type { OnnxModel } from "../../formats/onnx/model.js";
import type { ParamLayer } from "../../ir/graph/program.js";
import { Activations } from "../../quantization/calibrate/activations.js";
import type { Sample } from "../../quantization/calibrate/samples.js";
import { fitWeights } from "../rounding/fit-weights.js";
import { NormalEquations } from "../rounding/normal-equations.js";
import { type Taps, tapsOf } from "../rounding/taps.js";
import type { BatchValues } from "./batch.js";
import type { ProductLayer } from "./product-layers.js";

/** Terms beyond which the equations are too large to be worth it. */
const MOST_TERMS = 1024;

/**
 * Fits the weights of a layer that is about to run to what the layers before it really gave, and leaves it with them.
 * @returns the integers in the float model's order; undefined where they stay as they are
 */
export async function fitLayer(
  float: OnnxModel,
  { layer, weight, target, inputExponent }: ProductLayer,
  values: BatchValues,
  samples: readonly Sample[],
): Promise<Int8Array | undefined> {
  if (samples.length < 2) return undefined;
  const source = layer.inputs[0]!;
  const input = values.of(source.layer, 0)[source.output]!;
  const node = float.graph.nodes.find(({ outputs }) => outputs[0] === target.sums);
  // A Gemm's alpha is applied behind the sums: they are not what the weights alone have to give.
  if ((node?.attributes.get("alpha")?.value ?? 1) !== 1) return undefined;
  const real = float.graph.initializers.get(node?.inputs[1] ?? "");
  const taps = tapsOf(layer, input.shape, weight, node?.attributes.get("transB")?.value === 1);
  if (taps === undefined || real?.dtype !== "float32" || input.dtype !== "int8" || taps.terms > MOST_TERMS)
    return undefined;
  const exponents = [weight.exponent!].flat();
  const step = (channel: number): number => 2 ** exponents[channel % exponents.length]!;
  if (!isRounded(weight, real.data as Float32Array, taps, step)) return undefined;

  const halves = [new NormalEquations(taps, samples.length), new NormalEquations(taps, samples.length)] as const;
  const activations = await Activations.open(float, [target.sums]);
  try {
    await activations.pass(samples, (_, wanted, sample) => {
      halves[sample & 1]!.add(values.of(source.layer, sample)[source.output]!.data as Int8Array, wanted);
    });
  } finally {
    await activations.close();
  }
  const fitted = { taps, weights: real.data as Float32Array, step, inputStep: 2 ** inputExponent };
  const integers = fitWeights(fitted, halves);
  if (integers === undefined) return undefined;
  const own = new Int8Array(integers.length);
  for (let channel = 0; channel < taps.channels; channel++)
    for (let term = 0; term < taps.terms; term++) own[taps.own(channel, term)] = integers[taps.float(channel, term)]!;
  values.set(weight.index, [[new Tensor("int8", weight.tensor.shape, own)]]);
  return integers;
}

/** Whether the layer's weights are the float model's, rounded: the two layouts belong together. */
function isRounded({ tensor }: ParamLayer, real: Float32Array, taps: Taps, step: (channel: number) => number): boolean {
  for (let channel = 0; channel < taps.channels; channel++) {
    const inverse = 1 / step(channel);
    for (let term = 0; term < taps.terms; term++) {
      const wanted = Math.min(Math.max(real[taps.float(channel, term)]! * inverse, -128), 127);
      if (Math.abs(Number(tensor.data[taps.own(channel, term)]) - wanted) > 1) return false;
    }
  }
  return true;
}
