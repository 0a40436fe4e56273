import { Tensor } from "../../base/tensor/tensor.js";
import type { OnnxModel } from "../../formats/onnx/model.js";
import type { Range } from "../../quantization/calibrate/range.js";
import { Noise } from "../measure/noise.js";
import type { Alone } from "./alone.js";
import { ANALYSIS_FORMAT, type Analysis, type Decibels, type LayerAnalysis } from "./analysis.js";
import { factsOf } from "./facts.js";
import type { IntegerLayer, Scaled } from "./layers.js";
import { outputCost } from "./output-cost.js";
import { withoutCompensation } from "./own-error.js";
import { reasonFor } from "./reasons/table.js";
import { channelsOf, cutTo, weightNoise } from "./weight-noise.js";

/** What every layer is measured against, whatever the chip. */
export interface Reference {
  readonly float: OnnxModel;
  /** Float tensors of every sample. */
  readonly values: readonly ReadonlyMap<string, Tensor>[];
  /** The same tensors in the whole integer network, as real values in the order of the float tensor. */
  readonly chip: readonly ReadonlyMap<string, Float32Array>[];
  /** What a Relu or Clip behind a tensor lets through. */
  readonly windows: ReadonlyMap<string, Range>;
}

/** What the output gains in dB when one layer alone is float, or has 16 bits. */
export type Gains = Pick<LayerAnalysis, "gain" | "gain16">;

/**
 * What a layer costs, and why.
 * @param alone what it makes by itself, in the chip's integers and in float
 */
export async function judge(
  { float, values, chip, windows }: Reference,
  layer: IntegerLayer,
  alone: Alone,
  gains: Gains,
): Promise<LayerAnalysis> {
  const { node, tensor, output, weight, bias } = layer;
  const window = windows.get(tensor);
  const exact = values.map((sample) => sample.get(tensor)!);
  const channels = channelsOf(node, exact[0]!.shape);
  const own = withoutCompensation(
    alone,
    exact.map((x) => x.data as Float32Array),
    chip.map((found) => found.get(tensor)),
    channels,
    window,
  );
  const aloneNoise = new Noise(channels.count, channels.inner);
  const accumulated = new Noise(channels.count, channels.inner);
  exact.forEach((x, i) => {
    aloneNoise.add(cutTo(own.float[i]!, window), cutTo(own.chip[i]!, window));
    const inRun = chip[i]?.get(tensor);
    if (inRun !== undefined) accumulated.add(cutTo(x.data as Float32Array, window), cutTo(inRun, window));
  });
  const weights = weight && (await weightNoise(float, layer, values, window)).snr;
  const cut = exact.map((x) => new Tensor("float32", x.shape, cutTo(x.data as Float32Array, window)));
  const inputs = layer.inputs.map((name) => values.map((sample) => sample.get(name)!));
  const facts = factsOf(float, layer, cut, inputs);
  const measured = {
    alone: aloneNoise.snr,
    weights: weights ?? Number.POSITIVE_INFINITY,
    systematic: aloneNoise.systematic,
  };
  const bytesOf = (row: Scaled | undefined): number =>
    row === undefined ? 0 : (float.graph.initializers.get(row.tensor)?.size ?? 0) * Math.ceil(row.bits / 8);
  return {
    node: node.name || tensor,
    operator: node.opType,
    tensor,
    macs: own.macs,
    bytes: bytesOf(weight) + bytesOf(bias),
    accumulated: finite(accumulated.snr),
    alone: finite(aloneNoise.snr),
    cost: finite(await outputCost(float, layer, own, values)),
    ...gains,
    ...(weights === undefined ? {} : { weights: finite(weights) }),
    activation: finite(facts.activation),
    systematic: accumulated.systematic,
    shift: accumulated.mean / 2 ** (output.exponent as number),
    clipped: facts.clipped,
    unusedBits: facts.unusedBits,
    ...(facts.weight === undefined ? {} : { weightRatio: facts.weight.ratio }),
    channelRatio: facts.channelRatio,
    reason: reasonFor(facts, measured),
  };
}

/** The layers as one result, the costliest first. @param output of the whole integer network, dB */
export function analysisOf(samples: number, output: number, layers: readonly LayerAnalysis[]): Analysis {
  const sorted = [...layers].sort(
    (a, b) => (a.cost ?? Number.POSITIVE_INFINITY) - (b.cost ?? Number.POSITIVE_INFINITY),
  );
  return { format: ANALYSIS_FORMAT, version: 1, samples, output: finite(output), layers: sorted };
}

/** Of two figures in dB; none where neither lost anything. */
export const difference = (gained: number, output: number): number => (gained === output ? 0 : gained - output);

const finite = (decibels: number): Decibels => (Number.isFinite(decibels) ? decibels : null);
