import { UserError } from "../../../base/errors.js";
import type { LabelledSample } from "../labelled-samples.js";
import type { Metric } from "./metric.js";

/** The label of a sample as a class number. @throws UserError when there is none, or it is none of `classes`. */
export function classOf({ label }: LabelledSample, classes: number): number {
  if (label === undefined)
    throw new UserError('the data has no array "label"; add the class numbers, or take --metric snr');
  const value = label.size === 1 ? label.item() : Number.NaN;
  if (Number.isInteger(value) && value >= 0 && value < classes) return value;
  throw new UserError(
    `label: must be one class number from 0 to ${classes - 1}, the model's first output, got [${label.toNumbers().slice(0, 4).join(", ")}]`,
  );
}

/** Share of samples whose label is among the `k` largest scores of the first output; of equal scores the first counts. */
export function topK(k: number): Metric {
  return {
    name: `top${k}`,
    unit: "share",
    against: "label",
    score([scores], sample) {
      const x = scores!.data as Float32Array;
      const label = classOf(sample, x.length);
      let before = 0;
      for (let i = 0; i < x.length; i++) if (x[i]! > x[label]! || (x[i] === x[label] && i < label)) before++;
      return { top: before < k ? 1 : 0, bottom: 1 };
    },
  };
}
