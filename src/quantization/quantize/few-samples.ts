import type { Halves } from "../calibrate/halves.js";
import type { QuantizationWarning } from "./result.js";

/** Below this the ranges are those of the samples more than those of the network's inputs. */
const ENOUGH = 10;

/** A warning where a calibration set is too small to tell ranges, by its size, or as its halves show. */
export function fewSamples(count: number, halves?: Halves): QuantizationWarning[] {
  if (count >= ENOUGH) return halves === undefined || halves.enough ? [] : [disagreement(count, halves)];
  const message = `only ${count} ${count === 1 ? "sample calibrates" : "samples calibrate"} the model; give ${ENOUGH} or more that look like its real inputs`;
  return [{ node: "", tensor: "", share: 1, message }];
}

function disagreement(count: number, { differing, tensors }: Halves): QuantizationWarning {
  const message = `${count} samples are few for this model: ${differing} of ${tensors} tensors get another exponent from one half of them than from the other; give more`;
  return { node: "", tensor: "", share: differing / tensors, message };
}
