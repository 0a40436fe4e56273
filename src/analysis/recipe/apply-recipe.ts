import { UserError } from "../../base/errors.js";
import type { OnnxModel } from "../../formats/onnx/model.js";
import { printable } from "../../formats/onnx/printable.js";
import type { Ranges } from "../../quantization/calibrate/range.js";
import { quantize } from "../../quantization/quantize/quantize.js";
import type { QuantizeResult } from "../../quantization/quantize/result.js";
import { againstTrained } from "../rounding/weight-rows.js";
import { equalize } from "../tune/equalization/equalize.js";
import { withIntegerWeights } from "./integers.js";
import type { Recipe } from "./recipe.js";

/** The float model that a recipe's exponents and biases are for. */
export function recipeFloat(float: OnnxModel, { equalization }: Recipe): OnnxModel {
  return equalize(float, new Map(Object.entries(equalization)));
}

/**
 * Quantizes a float model as a recipe says.
 * @param float optimized and folded as `quantizeModel` does it, and equalized (`recipeFloat`)
 * @param ranges what the rows of the result show; they decide nothing that the recipe states
 * @throws UserError when the recipe is for another model.
 */
export function applyRecipe(float: OnnxModel, ranges: Ranges, recipe: Recipe): QuantizeResult {
  const { graph } = float;
  const known = new Set([...graph.initializers.keys(), ...graph.inputs.map(({ name }) => name)]);
  for (const node of graph.nodes) for (const name of node.outputs) known.add(name);
  for (const name of [...Object.keys(recipe.exponents), ...Object.keys(recipe.biases)]) {
    if (known.has(name)) continue;
    throw new UserError(
      `recipe: the model has no tensor ${printable(name)}, expected those of the model it was made for; make a new one with tune`,
    );
  }
  const biases = new Map(
    Object.entries(recipe.biases).map(([name, bias]) => [
      name,
      isConv(float, name) ? Int8Array.from(bias) : Int32Array.from(bias),
    ]),
  );
  const { perChannel, keepFloat, integers = {} } = recipe;
  const fitted = withIntegerWeights(float, integers, recipe.exponents, keepFloat);
  const exponents = new Map(Object.entries(recipe.exponents));
  const result = quantize(fitted, ranges, { perChannel, keepFloat, biases, exponents });
  return { ...result, tensors: againstTrained(result.tensors, graph.initializers, fitted.graph.initializers) };
}

const isConv = ({ graph }: OnnxModel, tensor: string): boolean =>
  graph.nodes.some(({ opType, outputs }) => opType === "Conv" && outputs[0] === tensor);
