import type { Tensor } from "../../../base/tensor/tensor.js";
import type { LabelledSample } from "../labelled-samples.js";

/** One sample's part of a ratio of sums: a mean has 1 below. */
export interface Score {
  readonly top: number;
  readonly bottom: number;
}

/** A figure of merit, summed up sample by sample. */
export interface Metric {
  readonly name: string;
  /** `share`: 0 … 1, every score 0 or 1; `dB`; `value`: as the outputs. */
  readonly unit: "share" | "dB" | "value";
  /** `label`: each model against the labels; `first`: the other models against the first one's outputs. */
  readonly against: "label" | "first";
  /** @throws UserError when the outputs or the label do not fit. */
  score(outputs: readonly Tensor[], sample: LabelledSample, first: readonly Tensor[]): Score;
  /** The figure for a ratio of sums. Default: the ratio. */
  readonly shown?: (ratio: number) => number;
}
