import type { Tensor } from "../../base/tensor/tensor.js";
import { argmax } from "./confusion.js";
import type { EvaluatedModel } from "./evaluation.js";
import type { LabelledSample } from "./labelled-samples.js";
import type { Metric } from "./metrics/metric.js";
import { classOf } from "./metrics/top-k.js";
import { Ratio, shareInterval } from "./statistics.js";

/** Most classes of which a confusion matrix is kept. */
const MAX_CLASSES = 1000;

/** Sums up one model's samples. */
export class Tally {
  private readonly ratio = new Ratio();
  private confusion: number[][] | undefined;
  private same = 0;
  private count = 0;

  constructor(
    private readonly runner: string,
    private readonly metric: Metric,
    private readonly isFirst: boolean,
  ) {}

  /** @returns the sample's score, 0 for the model that others are compared with, and its class */
  add(outputs: readonly Tensor[], sample: LabelledSample, first: readonly Tensor[]): { score: number; found: number } {
    this.count++;
    const scores = outputs[0]!.data as Float32Array;
    const found = argmax(scores);
    if (!this.isFirst && found === argmax(first[0]!.data as Float32Array)) this.same++;
    if (this.metric.against === "label" && this.metric.unit === "share") this.confuse(sample, scores.length, found);
    if (this.isFirst && this.metric.against === "first") return { score: 0, found };
    const { top, bottom } = this.metric.score(outputs, sample, first);
    this.ratio.add(top, bottom);
    return { score: top, found };
  }

  result(): EvaluatedModel {
    const { metric, ratio, runner, count } = this;
    const agreement = this.isFirst ? {} : { agreement: this.same / count };
    const confusion = this.confusion === undefined ? {} : { confusion: this.confusion };
    if (this.isFirst && metric.against === "first") return { runner, ...agreement, ...confusion };
    const shown = metric.shown ?? ((value: number) => value);
    const ends = metric.unit === "share" ? shareInterval(ratio.value * count, count) : ratio.interval;
    const [a, b] = ends.map(shown) as [number, number];
    return { runner, value: shown(ratio.value), interval: a <= b ? [a, b] : [b, a], ...agreement, ...confusion };
  }

  private confuse(sample: LabelledSample, classes: number, found: number): void {
    if (classes > MAX_CLASSES) return;
    this.confusion ??= Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
    this.confusion[classOf(sample, classes)]![found]! += 1;
  }
}
