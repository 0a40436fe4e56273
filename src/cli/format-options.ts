import { UserError } from "../base/errors.js";

/** Options of `quantize` that only one format takes. */
const ONLY: Readonly<Record<"onnx" | "espdl", readonly string[]>> = {
  onnx: ["per_channel", "fix", "compat"],
  espdl: [
    ...["target_chip", "num_of_bits", "w8a16", "int16", "exponents", "esp_ppq", "lut_step"],
    ...["metadata", "key", "allow"],
  ],
};

/** What esp-ppq's exponents decide already. */
const DECIDED = ["w8a16", "int16", "keep_float", "calibrate_method", "percentile", "bins"];

/** @throws UserError for an option that would do nothing, or against another one. */
export function checkFormatOptions(format: "onnx" | "espdl", options: Readonly<Record<string, unknown>>): void {
  const given = (names: readonly string[]): string | undefined => names.find((name) => options[name] !== undefined);
  const other = format === "onnx" ? "espdl" : "onnx";
  const foreign = given(ONLY[other]);
  if (foreign !== undefined)
    throw new UserError(`--${foreign}: goes with --format ${other}, the format is ${format}; leave one of them out`);
  if (format === "onnx") return;
  const decided = options.exponents === undefined ? undefined : given(DECIDED);
  if (decided !== undefined)
    throw new UserError(`--${decided}: is decided by the file of --exponents; leave one of them out`);
  if (options.exponents === undefined && options.lut_step !== undefined)
    throw new UserError("--lut_step: goes with --exponents, whose tables may have any step; leave it out");
  if (options.w8a16 && options.num_of_bits === "8")
    throw new UserError("--w8a16: has activations of 16 bits, --num_of_bits says 8; leave one of them out");
}
