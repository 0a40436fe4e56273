import type { QuantizationWarning } from "./result.js";

/** Below this the ranges are those of the samples more than those of the network's inputs. */
const ENOUGH = 10;

/** A warning where a calibration set is too small to tell ranges. */
export function fewSamples(count: number): QuantizationWarning[] {
  if (count >= ENOUGH) return [];
  const message = `only ${count} ${count === 1 ? "sample calibrates" : "samples calibrate"} the model; give ${ENOUGH} or more that look like its real inputs`;
  return [{ node: "", tensor: "", share: 1, message }];
}
