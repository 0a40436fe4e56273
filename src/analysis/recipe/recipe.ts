import * as v from "valibot";

const integer = v.pipe(v.number(), v.integer());
const names = v.array(v.string());

export const RECIPE = v.strictObject({
  format: v.literal("espdl-lab-recipe"),
  version: v.literal(1),
  /** One weight exponent an output channel. */
  perChannel: v.boolean(),
  /** Exponents of activations and weights, by the float tensor's name. */
  exponents: v.record(v.string(), v.union([integer, v.array(integer)])),
  /** Integer biases, by the name of the float tensor that the Conv or Gemm makes. */
  biases: v.record(v.string(), v.array(integer)),
  /** Nodes left in float. */
  keepFloat: names,
  /** Channels multiplied by 2^k: exponents k by the name of the float tensor whose channels they are. */
  equalization: v.record(v.string(), v.array(integer)),
  /** Weights that are not the nearest integers: base64 of int8, by the name of the tensor that the Conv or Gemm makes. */
  integers: v.optional(v.record(v.string(), v.pipe(v.string(), v.base64()))),
});

/** Everything that a quantization of a float model decides: no samples are needed to repeat it bit for bit. */
export type Recipe = v.InferOutput<typeof RECIPE>;
