import type { Tensor } from "../../base/tensor/tensor.js";
import type { OnnxModel } from "../../formats/onnx/model.js";
import { QuantizationError, quantizeArray } from "../../quantization/quantize/quantization-error.js";
import type { IntegerLayer, Scaled } from "./layers.js";

/** What can be told of a layer by looking at its numbers. */
export interface Facts {
  readonly operator: string;
  /** Width of its values. */
  readonly bits: number;
  readonly depthwise: boolean;
  readonly perChannel: boolean;
  /** Share of values clipped, 0 … 1. */
  readonly clipped: number;
  readonly unusedBits: number;
  /** Widest channel of the values over the narrowest that lives. */
  readonly channelRatio: number;
  /** Root mean square of the values in steps. */
  readonly spread: number;
  /** SNR of rounding and clipping the values, dB. */
  readonly activation: number;
  /** Of the weights; undefined without. */
  readonly weight: WeightFacts | undefined;
  /** Share of the bias that its bits cannot hold, 0 … 1, and how many those are. */
  readonly biasClipped: number;
  readonly biasBits: number;
  /** How many times wider the widest input of an Add or Concat is than the narrowest; 1 for others. */
  readonly inputRatio: number;
}

export interface WeightFacts {
  /** Widest channel over the narrowest that lives. */
  readonly ratio: number;
  /** Largest weight over the root mean square of all. */
  readonly outlier: number;
  /** Share clipped, 0 … 1. */
  readonly clipped: number;
  /** Root mean square in steps. */
  readonly spread: number;
}

/** @param values its float tensors, one a sample @param inputs those that it reads, a list for each */
export function factsOf(
  { graph }: OnnxModel,
  { node, output, weight, bias }: IntegerLayer,
  values: readonly Tensor[],
  inputs: readonly (readonly Tensor[])[],
): Facts {
  const step = 2 ** (output.exponent as number);
  const { bits } = output;
  const most = 2 ** (bits - 1) - 1;
  const error = new QuantizationError();
  let largest = 0;
  for (const { data } of values) {
    quantizeArray(data as Float32Array, step, -most - 1, most, error);
    for (const x of data as Float32Array) largest = Math.max(largest, Math.abs(x));
  }
  const w = weight && (graph.initializers.get(weight.tensor) as Tensor);
  const groups = node.attributes.get("group")?.value ?? 1;
  const axis = node.opType === "Conv" ? 0 : node.attributes.get("transB")?.value === 1 ? 0 : 1;
  return {
    operator: node.opType,
    bits,
    depthwise: node.opType === "Conv" && groups !== 1 && groups === w?.shape[0],
    perChannel: weight !== undefined && typeof weight.exponent !== "number",
    clipped: error.clippedShare,
    unusedBits: largest === 0 ? bits - 1 : Math.max(0, Math.floor(Math.log2((most * step) / largest))),
    channelRatio: ratioOf(magnitudes(values, node.opType === "Gemm" || node.opType === "MatMul" ? -1 : 1)),
    spread: Math.sqrt(error.signal / Math.max(error.count, 1)) / step,
    activation: error.snr,
    weight: w && weightFacts(w, axis, weight),
    biasClipped: bias?.clipped ?? 0,
    biasBits: bias?.bits ?? 0,
    inputRatio: node.opType === "Add" || node.opType === "Concat" ? ratioOf(inputs.map(rms)) : 1,
  };
}

function weightFacts(w: Tensor, axis: number, { exponent, bits }: Scaled): WeightFacts {
  const exponents = [exponent].flat();
  const most = 2 ** (bits - 1) - 0.5;
  const data = w.data as Float32Array;
  const inner = w.shape.slice(axis + 1).reduce((product, dim) => product * dim, 1);
  let [clipped, spread, sum, largest] = [0, 0, 0, 0];
  data.forEach((x, i) => {
    const channel = Math.floor(i / inner) % w.shape[axis]!;
    const q = Math.abs(x) / 2 ** exponents[exponents.length === 1 ? 0 : channel]!;
    if (q > most) clipped++;
    spread += q * q;
    sum += x * x;
    largest = Math.max(largest, Math.abs(x));
  });
  const { length } = data;
  const outlier = sum === 0 ? 1 : largest / Math.sqrt(sum / length);
  return {
    ratio: ratioOf(magnitudes([w], axis)),
    outlier,
    clipped: clipped / length,
    spread: Math.sqrt(spread / length),
  };
}

/** Largest |x| of every index along an axis. */
function magnitudes(tensors: readonly Tensor[], axis: number): number[] {
  const { shape } = tensors[0] as Tensor;
  const at = axis < 0 ? shape.length + axis : Math.min(axis, shape.length - 1);
  const inner = shape.slice(at + 1).reduce((product, dim) => product * dim, 1);
  const found = new Array<number>(shape[at] ?? 1).fill(0);
  for (const { data } of tensors) {
    (data as Float32Array).forEach((x, i) => {
      const channel = Math.floor(i / inner) % found.length;
      found[channel] = Math.max(found[channel]!, Math.abs(x));
    });
  }
  return found;
}

const rms = (tensors: readonly Tensor[]): number => {
  let [sum, count] = [0, 0];
  for (const { data } of tensors) for (const x of data as Float32Array) [sum, count] = [sum + x * x, count + 1];
  return Math.sqrt(sum / Math.max(count, 1));
};

/** What is smaller than this beside the largest is dead: a channel that training has given up. */
const DEAD = 1e-5;

/** Largest over smallest of those that live; 1 where there are fewer than two. */
function ratioOf(values: readonly number[]): number {
  const least = DEAD * Math.max(...values);
  const living = values.filter((value) => value > least);
  return living.length < 2 ? 1 : Math.max(...living) / Math.min(...living);
}
