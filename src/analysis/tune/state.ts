import type { OnnxModel } from "../../formats/onnx/model.js";
import { compileForDebug } from "../../ir/passes/compile.js";
import type { Ranges } from "../../quantization/calibrate/range.js";
import type { QuantizeResult } from "../../quantization/quantize/result.js";
import { correctBiases } from "../bias/correct-biases.js";
import { correctionSamples, type QuantizeModelResult, zeroBiases } from "../quantize-model.js";
import { applyRecipe } from "../recipe/apply-recipe.js";
import type { Recipe } from "../recipe/recipe.js";
import { recipeOf } from "../recipe/recipe-of.js";
import { spreadSamples } from "../spread-samples.js";
import type { LabelledSet } from "./sets.js";

/** A float model and one way to quantize it. */
export interface State {
  /** Up to its scores; equalized as the recipe says. */
  readonly float: OnnxModel;
  readonly ranges: Ranges;
  readonly recipe: Recipe;
}

export function stateOf(result: QuantizeModelResult, equalization: Recipe["equalization"] = {}): State {
  const ranges: Ranges = new Map(result.tensors.map(({ tensor, min, max }) => [tensor, { min, max }]));
  return { float: result.float, ranges, recipe: { ...recipeOf(result.float, result), equalization } };
}

export const quantized = ({ float, ranges, recipe }: State): QuantizeResult => applyRecipe(float, ranges, recipe);

/** The state with all its biases measured anew, from those of the float model. */
export async function recorrected(state: State, { samples }: LabelledSet): Promise<State> {
  const { float, ranges, recipe } = state;
  const zeros = Object.fromEntries([...zeroBiases(float)].map(([name, bias]) => [name, [...bias]]));
  const open = applyRecipe(float, ranges, { ...recipe, biases: zeros });
  const some = await spreadSamples(samples, correctionSamples(compileForDebug(open.model).program));
  const found = await correctBiases(float, open.model, some);
  return { ...state, recipe: { ...recipe, biases: Object.fromEntries([...found].map(([name, b]) => [name, [...b]])) } };
}
