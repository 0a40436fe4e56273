import * as v from "valibot";

const integer = v.pipe(v.number(), v.integer());
/** Exponents k of factors 2^k, in eighths, by the float tensor whose channels are multiplied. */
export const FACTORS = v.record(v.string(), v.array(v.pipe(v.number(), v.minValue(-64), v.maxValue(64))));
const names = v.array(v.string());

/** Everything that a quantization of a float model decides: no samples are needed to repeat it bit for bit. */
export interface Recipe {
  readonly format: "espdl-lab-recipe";
  readonly version: 1;
  /** One weight exponent an output channel. */
  readonly perChannel: boolean;
  /** Exponents of activations and weights, by the float tensor's name. */
  readonly exponents: Readonly<Record<string, number | readonly number[]>>;
  /** Integer biases, by the name of the float tensor that the Conv or Gemm makes. */
  readonly biases: Readonly<Record<string, readonly number[]>>;
  /** Nodes left in float. */
  readonly keepFloat: readonly string[];
  /** Channels multiplied by 2^k: exponents k, in eighths, by the name of the float tensor whose channels they are. */
  readonly equalization: Readonly<Record<string, readonly number[]>>;
  /** Weights that are not the nearest integers: base64 of int8, by the name of the tensor that the Conv or Gemm makes. */
  readonly integers?: Readonly<Record<string, string>> | undefined;
}

// Not the source of the type: whoever reads the library's declarations would read the whole of valibot's.
export const RECIPE = v.strictObject({
  format: v.literal("espdl-lab-recipe"),
  version: v.literal(1),
  perChannel: v.boolean(),
  exponents: v.record(v.string(), v.union([integer, v.array(integer)])),
  biases: v.record(v.string(), v.array(integer)),
  keepFloat: names,
  equalization: FACTORS,
  integers: v.optional(v.record(v.string(), v.pipe(v.string(), v.base64()))),
});
