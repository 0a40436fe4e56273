import * as v from "valibot";
import { CHIPS, type Chip } from "../../../kernels-ref/index.js";
import type { Choices } from "../../espdl/write/choose/choices.js";
import { fromText, toText } from "./integers.js";
import { FACTORS } from "./recipe.js";

const integer = v.pipe(v.number(), v.integer());
const lists = v.record(v.string(), v.array(v.number()));

export const ESPDL_RECIPE = v.strictObject({
  format: v.literal("espdl-lab-espdl-recipe"),
  version: v.literal(1),
  chip: v.picklist(Object.keys(CHIPS) as Chip[]),
  /** Exponents of values on 8 and on 16 bits, by the float tensor's name. */
  exponents: v.record(v.string(), integer),
  wideExponents: v.record(v.string(), integer),
  /** Exponents of weights, one or one an output channel, by the name of the tensor that their node makes in the file. */
  weights: v.record(v.string(), v.array(integer)),
  /** Real biases, by the same name. */
  biases: lists,
  /** Weights that are not the nearest integers: base64 of int8, by the same name. */
  integers: v.record(v.string(), v.pipe(v.string(), v.base64())),
  /** Nodes computed in 16 bits. */
  int16: v.array(v.string()),
  /** The weights of those are int8 where the chip has such kernels (W8A16); off. */
  w8a16: v.optional(v.boolean()),
  /** Output channels that are computed in a layer of their own, by the tensor of the layer; none. */
  split: v.optional(v.record(v.string(), v.array(integer))),
  equalization: FACTORS,
});

/** Everything that a quantization for a chip's `.espdl` decides: no samples are needed to repeat it bit for bit. */
export type EspdlRecipe = v.InferOutput<typeof ESPDL_RECIPE>;

/** What the writer takes of a recipe. */
export function choicesOf({ exponents, wideExponents, weights, biases, integers }: EspdlRecipe): Choices {
  return {
    exponents: { 8: map(exponents), 16: map(wideExponents) },
    weights: map(weights),
    biases: map(biases),
    integers: new Map(Object.entries(integers).map(([name, text]) => [name, fromText(text)])),
  };
}

/** The choices as a recipe's parts. */
export function partsOf({ exponents, weights, biases, integers }: Choices) {
  return {
    exponents: Object.fromEntries(exponents[8]),
    wideExponents: Object.fromEntries(exponents[16]),
    weights: Object.fromEntries([...weights].map(([name, list]) => [name, [...list]])),
    biases: Object.fromEntries([...biases].map(([name, list]) => [name, [...list]])),
    integers: Object.fromEntries([...integers].map(([name, values]) => [name, toText(values)])),
  };
}

const map = <T>(record: Readonly<Record<string, T>>): Map<string, T> => new Map(Object.entries(record));
