import { UserError } from "../../base/errors.js";
import type { Sample } from "../../quantization/calibrate/samples.js";

/** Samples, with the class of each where it is known. */
export interface LabelledSet {
  readonly samples: readonly Sample[];
  readonly labels?: readonly number[] | undefined;
}

/** Three sets that share no sample: exponents and biases come from the first, choices from the second, figures from the third. */
export interface TuningSets {
  readonly calibration: LabelledSet;
  readonly search: LabelledSet;
  readonly test: LabelledSet;
}

/**
 * Deals samples out in turn, one for each set; the test set may be given.
 * @throws UserError when a set would be empty.
 */
export function splitSets(all: LabelledSet, test?: LabelledSet): TuningSets {
  const hands = test === undefined ? 3 : 2;
  if (all.samples.length < hands)
    throw new UserError(
      `${all.samples.length} samples cannot be split into calibration and search sets, expected at least ${hands}; give more`,
    );
  const deal = (hand: number): LabelledSet => ({
    samples: all.samples.filter((_, i) => i % hands === hand),
    labels: all.labels?.filter((_, i) => i % hands === hand),
  });
  return { calibration: deal(0), search: deal(1), test: test ?? deal(2) };
}
