import { UserError } from "../../base/errors.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import { argmax } from "../../execution/evaluate/confusion.js";
import type { OnnxModel } from "../../formats/onnx/model.js";
import type { Sample } from "../../quantization/calibrate/samples.js";
import { Noise } from "../measure/noise.js";
import { floatOutputs, outputSnr } from "../measure/run-outputs.js";
import { checkSet } from "./check-set.js";
import { type ExpectedLoss, expectedLoss, marginOf, truthOf } from "./expected-loss.js";
import { type Goal, goalText } from "./goal.js";
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
    /** How sure the float network is of its samples. */
    private readonly margins: readonly number[],
  ) {}

  /**
   * @param more samples whose float margins count too, though nothing is measured on them
   * @throws UserError when a sample cannot be measured.
   */
  static async open(float: OnnxModel, set: LabelledSet, more: LabelledSet = { samples: [] }): Promise<Bench> {
    const wanted = await floatOutputs(float, set.samples);
    const others = await floatOutputs(float, more.samples);
    checkSet(set, wanted);
    checkSet(more, others);
    return new Bench(set, wanted, [...marginsOf(wanted, set), ...marginsOf(others, more)]);
  }

  /** @throws UserError for a goal of accuracy where the first output is one number, of which no class can be told. */
  checkGoal(goal: Goal): void {
    const tensor = this.wanted[0]![0]!;
    if (goal.kind !== "float" || tensor.size > 1) return;
    throw new UserError(
      `--goal ${goalText(goal)}: the model's first output is one number, expected a score for each class; take a goal in dB`,
    );
  }

  /** The bench of the set's first samples. */
  first(count: number): Bench {
    const labels = this.set.labels?.slice(0, count);
    const few = { samples: this.set.samples.slice(0, count), labels };
    return new Bench(few, this.wanted.slice(0, count), this.margins);
  }

  async measure(network: Runs): Promise<Trial> {
    const got = await network.outputs(this.set.samples);
    const snr = outputSnr(this.wanted, got);
    const classes = (outputs: readonly (readonly Tensor[])[]): number[] =>
      outputs.map((tensors) => argmax(decidingOf(tensors)));
    const [float, int8] = [classes(this.wanted), classes(got)];
    const share = (truth: readonly number[], found: readonly number[]): number =>
      found.filter((value, i) => value === truth[i]).length / found.length;
    const { labels } = this.set;
    const reached: Reached = {
      snr: Number.isFinite(snr) ? snr : null,
      agreement: share(float, int8),
      ...(labels && { accuracy: share(labels, int8), floatAccuracy: share(labels, float) }),
    };
    return { reached, noise: this.noiseOf(got), loss: this.lossOf(got) };
  }

  private lossOf(got: readonly (readonly Tensor[])[]): ExpectedLoss {
    const truth = truthOf(this.set.labels, this.wanted.map(decidingOf));
    const noise = got.map((tensors, i) => marginOf(decidingOf(tensors), truth[i]!) - this.margins[i]!);
    return expectedLoss(this.margins, noise);
  }

  private noiseOf(got: readonly (readonly Tensor[])[]): number[] {
    const ratio = (sample: number, output: number): number => {
      const wanted = this.wanted[sample]![output]!;
      return new Noise().add(wanted.data as Float32Array, got[sample]![output]!.data as Float32Array).ratio;
    };
    return got.map((tensors, sample) => tensors.reduce((sum, _, output) => sum + ratio(sample, output), 0));
  }
}

/** Of the output that decides. */
const decidingOf = (tensors: readonly Tensor[]): ArrayLike<number> => tensors[0]!.data as Float32Array;

function marginsOf(outputs: readonly (readonly Tensor[])[], { labels }: LabelledSet): number[] {
  const scores = outputs.map(decidingOf);
  const truth = truthOf(labels, scores);
  return scores.map((own, i) => marginOf(own, truth[i]!));
}
