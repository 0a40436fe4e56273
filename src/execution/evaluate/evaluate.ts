import type { Tensor } from "../../base/tensor/tensor.js";
import { batches } from "./batches.js";
import type { Difference, Evaluation } from "./evaluation.js";
import type { LabelledSample } from "./labelled-samples.js";
import type { Metric } from "./metrics/metric.js";
import { METRICS } from "./metrics/table.js";
import type { Predictor } from "./predictor.js";
import { type Evaluable, predictorOf } from "./predictor-of.js";
import { mcNemar, pairedInterval } from "./statistics.js";
import { Tally } from "./tally.js";

export interface EvaluateOptions {
  /** `top1` (the default), `top5`, `snr`, `mae`, or one of one's own. */
  readonly metric?: string | Metric;
  /** Threads of the integer models. Default: as many as there are processors, 8 at most. */
  readonly threads?: number;
  readonly onProgress?: (done: number) => void;
  /** Told every sample on which the two models do not agree: one is right alone or, without labels, the classes differ. */
  readonly onChanged?: (changed: ChangedSample) => void;
}

export interface ChangedSample {
  /** Position in the data, from 0. */
  readonly index: number;
  readonly sample: LabelledSample;
  /** The class that each model gives. */
  readonly classes: readonly number[];
}

/**
 * Runs models over a test set, sample by sample the same, in bounded memory: float models in ONNX Runtime, quantized ones
 * and programs in the chip's integers.
 * @param models one, or the reference first and then those that are compared with it
 * @throws UserError when a sample does not fit a model, a label is none of its classes, or the metric needs what is not there.
 */
export async function evaluate(
  models: readonly Evaluable[],
  samples: Iterable<LabelledSample>,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  const metric = typeof options.metric === "object" ? options.metric : METRICS.get(options.metric ?? "top1");
  if (metric === undefined)
    throw new RangeError(`metric ${String(options.metric)}: must be ${[...METRICS.keys()].join(", ")}`);
  const predictors: Predictor[] = [];
  try {
    for (const model of models) predictors.push(await predictorOf(model, options.threads));
    return await new Comparison(predictors, metric, options).run(samples);
  } finally {
    for (const [i, predictor] of predictors.entries()) if (predictor !== models[i]) await predictor.close();
  }
}

class Comparison {
  private readonly tallies: readonly Tally[];
  private done = 0;
  private gained = 0;
  private lost = 0;

  constructor(
    private readonly predictors: readonly Predictor[],
    private readonly metric: Metric,
    private readonly options: EvaluateOptions,
  ) {
    this.tallies = predictors.map(({ runner }, i) => new Tally(runner, metric, i === 0));
  }

  async run(samples: Iterable<LabelledSample>): Promise<Evaluation> {
    for await (const batch of batches(samples, this.options.threads)) {
      const inputs = batch.map((sample) => sample.inputs);
      const results: Tensor[][][] = [];
      for (const predictor of this.predictors) results.push(await predictor.predict(inputs));
      for (const [i, sample] of batch.entries()) {
        const outputs = results.map((model) => model[i]!);
        this.add(sample, outputs);
      }
      this.options.onProgress?.(this.done);
    }
    const { name, unit } = this.metric;
    const models = this.tallies.map((tally) => tally.result());
    const difference = this.difference();
    const samplesSeen = this.done;
    return {
      format: "espdl-lab-evaluation",
      version: 1,
      metric: name,
      unit,
      samples: samplesSeen,
      models,
      ...difference,
    };
  }

  private add(sample: LabelledSample, outputs: readonly (readonly Tensor[])[]): void {
    const found = this.tallies.map((tally, i) => tally.add(outputs[i]!, sample, outputs[0]!));
    const index = this.done++;
    const [first, second] = found;
    if (second === undefined) return;
    const { unit } = this.metric;
    if (unit === "share" && second.score > first!.score) this.gained++;
    if (unit === "share" && second.score < first!.score) this.lost++;
    const changed = unit === "share" ? second.score !== first!.score : second.found !== first!.found;
    if (changed) this.options.onChanged?.({ index, sample, classes: found.map((one) => one.found) });
  }

  private difference(): { difference?: Difference } {
    const { gained, lost, done } = this;
    if (this.metric.unit !== "share" || this.predictors.length !== 2) return {};
    const p = mcNemar(gained, lost);
    const verdict = p >= 0.05 ? "noise" : gained > lost ? "better" : "worse";
    const interval = pairedInterval(gained, lost, done);
    return { difference: { value: (gained - lost) / done, interval, lost, gained, p, verdict } };
  }
}
