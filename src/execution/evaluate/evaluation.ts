import type { Confusion } from "./confusion.js";
import type { Interval } from "./statistics.js";

/** What one model reached. */
export interface EvaluatedModel {
  /** What computed. */
  readonly runner: string;
  /** The metric; absent for the model that the others are compared with. */
  readonly value?: number;
  /** 95 %. */
  readonly interval?: Interval;
  /** Share of samples of which the first model's class is the same; absent for the first. */
  readonly agreement?: number;
  /** True class (row) against recognized class (column); where the data has labels. */
  readonly confusion?: Confusion;
}

/** The second model against the first, sample by sample. */
export interface Difference {
  readonly value: number;
  /** 95 %, paired. */
  readonly interval: Interval;
  /** Right before and wrong now; wrong before and right now. */
  readonly lost: number;
  readonly gained: number;
  /** McNemar's exact test: how often chance alone splits as unevenly. */
  readonly p: number;
  /** `noise` unless p < 0.05. */
  readonly verdict: "noise" | "better" | "worse";
}

/** How models do on a test set. */
export interface Evaluation {
  readonly format: "espdl-lab-evaluation";
  readonly version: 1;
  readonly metric: string;
  readonly unit: "share" | "dB" | "value";
  readonly samples: number;
  readonly models: readonly EvaluatedModel[];
  /** With two models and labels that are classes. */
  readonly difference?: Difference;
}
