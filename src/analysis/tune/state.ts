import type { Tensor } from "../../base/tensor/tensor.js";
import type { OnnxModel } from "../../formats/onnx/model.js";
import type { CalibrationOptions } from "../../quantization/calibrate/calibrate.js";
import type { Ranges } from "../../quantization/calibrate/range.js";
import type { Sample } from "../../quantization/calibrate/samples.js";
import type { EspdlRecipe } from "../recipe/espdl-recipe.js";
import type { Recipe } from "../recipe/recipe.js";

/** What a quantization starts anew from, the rest staying as it is. */
export interface Change {
  readonly calibration?: CalibrationOptions;
  /** Ranges that replace the calibrated ones, by the float tensor's name. */
  readonly ranges?: Ranges | undefined;
  /** Of a float model that has none yet: exponents k of the channels multiplied by 2^k, by tensor. */
  readonly equalization?: ReadonlyMap<string, readonly number[]>;
}

/** A float model and one way to quantize it for one flow, `S` being the flow's own states. */
export interface State<S> {
  /** Up to its scores; equalized as the recipe says. */
  readonly float: OnnxModel;
  readonly recipe: Recipe | EspdlRecipe;
  /** What the network gives in the chip's integers, as real values: one list of outputs a sample. */
  outputs(samples: readonly Sample[]): Promise<Tensor[][]>;
  /** Quantized anew from calibration samples, biases corrected. */
  again(samples: readonly Sample[], change: Change): Promise<S>;
  /** Tensors that have one exponent together. */
  groups(): string[][];
  /** Of a tensor's values; undefined for weights. */
  exponentOf(name: string): number | undefined;
  /** With the exponents of a group moved, and what is in their scales with them. */
  moved(group: readonly string[], step: number): S;
  /** With all weights fitted and all biases measured anew, from those of the float model. */
  recorrected(samples: readonly Sample[]): Promise<S>;
}
