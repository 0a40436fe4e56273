import * as v from "valibot";
import { readJson } from "../../base/json.js";

const integer = v.pipe(v.number(), v.integer());
const names = v.array(v.string());

const SCHEMA = v.strictObject({
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
});

/** Everything that a quantization of a float model decides: no samples are needed to repeat it bit for bit. */
export type Recipe = v.InferOutput<typeof SCHEMA>;

/** @throws UserError when the file cannot be read or is no recipe. */
export function readRecipe(path: string): Recipe {
  return readJson(SCHEMA, path, "give a file that `tune --recipe` wrote");
}

/** The same bytes for the same recipe. */
export function formatRecipe(recipe: Recipe): string {
  return `${JSON.stringify(recipe, null, 1)}\n`;
}
