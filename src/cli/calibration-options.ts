import { UserError } from "../base/errors.js";
import type { CalibrationSettings } from "../quantization/calibrate/calibrate.js";

/** What `quantize` is told of the calibration. */
interface CalibrationChoice {
  readonly calibrate_method?: CalibrationSettings["method"];
  readonly percentile?: number;
  readonly bins?: number;
  readonly compat?: true;
  readonly no_correction?: true;
  readonly recipe?: string;
  readonly fix?: unknown;
}

/** A number above 0. @throws UserError for any other text. */
export function positive(text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new UserError(`expected a number above 0, got ${text}; write it as 99.99 or 2048`);
}

/** The method that the options name, or the default, with its settings. @throws UserError for a setting of another. */
export function calibrationSettings(options: CalibrationChoice): CalibrationSettings {
  const { percentile, bins, recipe, fix } = options;
  if (
    recipe !== undefined &&
    (options.compat || options.no_correction || options.calibrate_method || percentile || bins || fix)
  )
    throw new UserError("--recipe: states all that is chosen, got another choice beside it; leave one of them out");
  // The exponents are the recipe's; the table shows the ranges of the samples.
  if (recipe !== undefined) return { method: "minmax" };
  const original = options.compat ?? options.no_correction ?? false;
  const named = percentile === undefined ? (original ? "entropy" : "mse") : "percentile";
  const method = options.calibrate_method ?? named;
  if (percentile !== undefined && method !== "percentile")
    throw new UserError(`--percentile: is for --calibrate_method percentile, got ${method}; leave one of them out`);
  if (bins !== undefined && method !== "percentile" && method !== "entropy")
    throw new UserError(`--bins: is for --calibrate_method entropy or percentile, got ${method}; name one of them`);
  if (method === "percentile") return { method, percentile, bins };
  return method === "entropy" ? { method, bins } : { method };
}
