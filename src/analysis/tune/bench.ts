import type { Tensor } from "../../base/tensor/tensor.js";
import { argmax } from "../../execution/evaluate/confusion.js";
import type { OnnxModel } from "../../formats/onnx/model.js";
import { Noise } from "../measure/noise.js";
import { chipOutputs, floatOutputs, outputSnr } from "../measure/run-outputs.js";
import type { Reached } from "./reached.js";
import type { LabelledSet } from "./sets.js";

/** A quantized model measured on a set. */
export interface Trial {
  readonly reached: Reached;
  /** Noise over signal of each sample, all outputs together. */
  readonly noise: readonly number[];
}

/** Standard errors that a difference must be away from none: among a hundred trials few pass by accident. */
const CERTAIN = 2.5;
const LEAST = 1e-12;

/**
 * Whether the noise is less by no accident of the set: in sum, and in the mean of the logarithms of the samples' ratios,
 * which must be below 0 by some standard errors.
 */
export function isBetter(trial: Trial, than: Trial, errors = CERTAIN): boolean {
  const sum = ({ noise }: Trial): number => noise.reduce((a, b) => a + b, 0);
  if (sum(trial) >= sum(than)) return false;
  const logs = trial.noise.map((noise, i) => Math.log((noise + LEAST) / (than.noise[i]! + LEAST)));
  const mean = logs.reduce((a, b) => a + b, 0) / logs.length;
  const variance = logs.reduce((a, b) => a + (b - mean) ** 2, 0) / Math.max(logs.length - 1, 1);
  return mean < -errors * Math.sqrt(variance / logs.length);
}

/** Measures quantized models on one set against the float model. */
export class Bench {
  private constructor(
    private readonly set: LabelledSet,
    private readonly wanted: readonly (readonly Tensor[])[],
  ) {}

  static async open(float: OnnxModel, set: LabelledSet): Promise<Bench> {
    return new Bench(set, await floatOutputs(float, set.samples));
  }

  async measure(quantized: OnnxModel): Promise<Trial> {
    const got = await chipOutputs(quantized, this.set.samples);
    const snr = outputSnr(this.wanted, got);
    const classes = (outputs: readonly (readonly Tensor[])[]): number[] =>
      outputs.map((tensors) => argmax(tensors[0]!.data as Float32Array));
    const [float, int8] = [classes(this.wanted), classes(got)];
    const share = (truth: readonly number[], found: readonly number[]): number =>
      found.filter((value, i) => value === truth[i]).length / found.length;
    const { labels } = this.set;
    const reached: Reached = {
      snr: Number.isFinite(snr) ? snr : null,
      agreement: share(float, int8),
      ...(labels && { accuracy: share(labels, int8), floatAccuracy: share(labels, float) }),
    };
    return { reached, noise: this.noiseOf(got) };
  }
  private noiseOf(got: readonly (readonly Tensor[])[]): number[] {
    const ratio = (sample: number, output: number): number => {
      const wanted = this.wanted[sample]![output]!;
      return new Noise().add(wanted.data as Float32Array, got[sample]![output]!.data as Float32Array).ratio;
    };
    return got.map((tensors, sample) => tensors.reduce((sum, _, output) => sum + ratio(sample, output), 0));
  }
}
