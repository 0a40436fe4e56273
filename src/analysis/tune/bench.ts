import type { Tensor } from "../../base/tensor/tensor.js";
import { argmax } from "../../execution/evaluate/confusion.js";
import type { OnnxModel } from "../../formats/onnx/model.js";
import type { Sample } from "../../quantization/calibrate/samples.js";
import { Noise } from "../measure/noise.js";
import { floatOutputs, outputSnr } from "../measure/run-outputs.js";
import type { Reached } from "./reached.js";
import type { LabelledSet } from "./sets.js";
import type { Trial } from "./trial.js";

/** A network that runs in the chip's integers. */
export interface Runs {
  outputs(samples: readonly Sample[]): Promise<Tensor[][]>;
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

  /** The bench of the set's first samples. */
  first(count: number): Bench {
    const labels = this.set.labels?.slice(0, count);
    return new Bench({ samples: this.set.samples.slice(0, count), labels }, this.wanted.slice(0, count));
  }

  async measure(network: Runs): Promise<Trial> {
    const got = await network.outputs(this.set.samples);
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
    const truth = labels ?? float;
    const differing = truth.filter((label, i) => (float[i] === label) !== (int8[i] === label)).length;
    return { reached, noise: this.noiseOf(got), chance: Math.sqrt(differing) / int8.length };
  }

  private noiseOf(got: readonly (readonly Tensor[])[]): number[] {
    const ratio = (sample: number, output: number): number => {
      const wanted = this.wanted[sample]![output]!;
      return new Noise().add(wanted.data as Float32Array, got[sample]![output]!.data as Float32Array).ratio;
    };
    return got.map((tensors, sample) => tensors.reduce((sum, _, output) => sum + ratio(sample, output), 0));
  }
}
