import type { Tensor } from "../../../base/tensor/tensor.js";
import type { OnnxModel } from "../../../formats/onnx/model.js";
import { inferShapes } from "../../../formats/onnx/shape/infer.js";
import { compileForDebug } from "../../../ir/passes/compile.js";
import type { Ranges } from "../../../quantization/calibrate/range.js";
import type { Sample } from "../../../quantization/calibrate/samples.js";
import type { QuantizeResult } from "../../../quantization/quantize/result.js";
import { correctModel } from "../../bias/correct-biases.js";
import { chipOutputs } from "../../measure/run-outputs.js";
import {
  correctionSamples,
  type QuantizeModelOptions,
  type QuantizeModelResult,
  quantizePrepared,
  zeroBiases,
} from "../../quantize-model.js";
import { applyRecipe } from "../../recipe/apply-recipe.js";
import { toText } from "../../recipe/integers.js";
import type { Recipe } from "../../recipe/recipe.js";
import { recipeOf } from "../../recipe/recipe-of.js";
import { spreadSamples } from "../../spread-samples.js";
import { equalize } from "../equalization/equalize.js";
import type { Change, State } from "../state.js";
import { exponentGroups, moved } from "./exponents.js";

/** A float model quantized for the TVM flow. */
export class TvmState implements State<TvmState> {
  constructor(
    readonly float: OnnxModel,
    readonly ranges: Ranges,
    readonly recipe: Recipe,
  ) {}

  static of(result: QuantizeModelResult, equalization: Recipe["equalization"] = {}): TvmState {
    const ranges: Ranges = new Map(result.tensors.map(({ tensor, min, max }) => [tensor, { min, max }]));
    return new TvmState(result.float, ranges, { ...recipeOf(result.float, result), equalization });
  }

  quantized(): QuantizeResult {
    return applyRecipe(this.float, this.ranges, this.recipe);
  }

  outputs(samples: readonly Sample[]): Promise<Tensor[][]> {
    return chipOutputs(this.quantized().model, samples);
  }

  async again(samples: readonly Sample[], change: Change & QuantizeModelOptions): Promise<TvmState> {
    const { equalization, ...options } = change;
    const { perChannel, keepFloat } = this.recipe;
    const float = equalization === undefined ? this.float : inferShapes(equalize(this.float, equalization));
    const result = await quantizePrepared(float, samples, { perChannel, keepFloat, ...options });
    const factors = equalization === undefined ? this.recipe.equalization : entries(equalization);
    return TvmState.of(result, factors);
  }

  groups(): string[][] {
    return exponentGroups(this);
  }

  exponentOf(name: string): number | undefined {
    const exponent = this.float.graph.initializers.has(name) ? undefined : this.recipe.exponents[name];
    return typeof exponent === "number" ? exponent : undefined;
  }

  moved(group: readonly string[], step: number): TvmState {
    return this.with(moved(this, group, step));
  }

  async recorrected(samples: readonly Sample[]): Promise<TvmState> {
    const { float, ranges, recipe } = this;
    const nearest = { ...recipe, integers: {}, biases: entries(zeroBiases(float)) };
    const open = applyRecipe(float, ranges, nearest);
    const some = await spreadSamples(samples, correctionSamples(compileForDebug(open.model).program));
    const { biases, integers } = await correctModel(float, open.model, some, { weights: true });
    const texts = Object.fromEntries([...integers].map(([name, values]) => [name, toText(values)]));
    return this.with({ ...recipe, biases: entries(biases), integers: texts });
  }

  /**
   * With these layers in float beside those of `narrow`, a state of the same model; biases and weights of layers that are
   * in float here and are not to be come from there.
   */
  withFloat(tensors: readonly string[], { recipe: narrow }: TvmState): TvmState {
    const keepFloat = [...new Set([...narrow.keepFloat, ...tensors])];
    const biases = { ...narrow.biases, ...this.recipe.biases };
    const integers = { ...narrow.integers, ...this.recipe.integers };
    return this.with({ ...this.recipe, keepFloat, biases, integers });
  }

  with(recipe: Recipe): TvmState {
    return new TvmState(this.float, this.ranges, recipe);
  }
}

const entries = (lists: ReadonlyMap<string, ArrayLike<number>>): Record<string, number[]> =>
  Object.fromEntries([...lists].map(([name, values]) => [name, Array.from(values)]));
