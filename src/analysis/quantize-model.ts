import type { Arithmetic } from "../../kernels-ref/index.js";
import { UserError } from "../base/errors.js";
import { nearNames } from "../base/near-names.js";
import type { OnnxModel } from "../formats/onnx/model.js";
import { printable } from "../formats/onnx/printable.js";
import { inferShapes } from "../formats/onnx/shape/infer.js";
import { macsOf } from "../ir/graph/macs.js";
import type { Program } from "../ir/graph/program.js";
import { compileForDebug } from "../ir/passes/compile.js";
import { type CalibrationOptions, calibrate } from "../quantization/calibrate/calibrate.js";
import { NOTHING, union } from "../quantization/calibrate/extent.js";
import type { Range, Ranges } from "../quantization/calibrate/range.js";
import type { Samples } from "../quantization/calibrate/samples.js";
import { foldDense } from "../quantization/preprocess/fold-dense.js";
import { optimizeGraph } from "../quantization/preprocess/optimize-graph.js";
import { calibrationWarnings } from "../quantization/quantize/calibration-warnings.js";
import { checkQuantizable } from "../quantization/quantize/check-quantizable.js";
import { joinRelu } from "../quantization/quantize/join-relu.js";
import { quantize } from "../quantization/quantize/quantize.js";
import type { QuantizeOptions, QuantizeResult } from "../quantization/quantize/result.js";
import { correctModel } from "./bias/correct-biases.js";
import { channelsOf } from "./bias/targets.js";
import { applyRecipe, recipeFloat } from "./recipe/apply-recipe.js";
import { toText, withIntegerWeights } from "./recipe/integers.js";
import type { Recipe } from "./recipe/recipe.js";
import { againstTrained } from "./rounding/weight-rows.js";
import { spreadSamples } from "./spread-samples.js";

export interface QuantizeModelOptions extends QuantizeOptions {
  /** Squared error when left out; without correction entropy with its defaults, as the original has it. */
  readonly calibration?: CalibrationOptions | undefined;
  /**
   * Take what costs nothing on the chip: exponents of weights by squared error, one exponent before and after a Relu,
   * biases corrected by what the chip's integers lose. Default: unless `compat`.
   */
  readonly correction?: boolean | undefined;
  /** The arithmetic that will run the model, for which biases are corrected. Default: that of the board. */
  readonly arithmetic?: Arithmetic | undefined;
  /** Ranges that replace the calibrated ones, by the float tensor's name; none. */
  readonly ranges?: Ranges | undefined;
  /** Decisions made before, by `tune` or another quantization: nothing is chosen anew. */
  readonly recipe?: Recipe | undefined;
  /** Told while biases are corrected, layer after layer. */
  readonly onCorrection?: ((done: number, total: number) => void) | undefined;
}

export interface QuantizeModelResult extends QuantizeResult {
  /** The optimized float model that was calibrated: the one whose tensors the rows name. */
  readonly float: OnnxModel;
}

/** Products that the correction may take, all its samples together. */
const CORRECTION_MACS = 4e9;
const CORRECTION_SAMPLES = { most: 64, least: 8 };

/**
 * A float32 model and calibration samples → an int8 model: graph optimization once more, shape inference, calibration,
 * quantization, and the correction of what the chip's own rounding costs. With `compat`, what ESP-DL's
 * esp_quantize_onnx.py makes.
 * @param model preprocessed
 * @throws UserError when the model or the samples cannot be used.
 */
export async function quantizeModel(
  model: OnnxModel,
  samples: Samples,
  options: QuantizeModelOptions = {},
): Promise<QuantizeModelResult> {
  checkQuantizable(model);
  return quantizePrepared(await prepared(model, options), samples, options);
}

/** The same for a model that is `prepared`. */
export async function quantizePrepared(
  float: OnnxModel,
  samples: Samples,
  options: QuantizeModelOptions = {},
): Promise<QuantizeModelResult> {
  const { recipe } = options;
  checkKnown(float, [...(options.exponents?.keys() ?? [])], [...(options.ranges?.keys() ?? [])]);
  const extents = new Map<string, Range>();
  const calibrated = await calibrate(float, samples, {
    ...(options.calibration ?? (recipe === undefined ? defaultCalibration(options) : { method: "minmax" })),
    onExtent: (tensor, extent) => extents.set(tensor, union(extents.get(tensor) ?? NOTHING, extent)),
  });
  const fixed = (found: Ranges): Ranges => new Map([...found, ...(options.ranges ?? [])]);
  const ranges = fixed(calibrated);
  if (recipe !== undefined) return { ...applyRecipe(float, ranges, recipe), float };
  const result = corrects(options)
    ? await corrected(float, fixed(joinRelu(float, ranges)), samples, options)
    : quantize(float, ranges, options);
  return { ...result, warnings: [...calibrationWarnings(float, extents, result.tensors), ...result.warnings], float };
}

/** @throws UserError when the model has no tensor of one of the names; ranges are those of activations. */
function checkKnown({ graph }: OnnxModel, names: readonly string[], activations: readonly string[]): void {
  const made = new Set([...graph.inputs.map(({ name }) => name), ...graph.nodes.flatMap(({ outputs }) => outputs)]);
  const known = new Set([...graph.initializers.keys(), ...made]);
  const weight = activations.find((name) => graph.initializers.has(name));
  if (weight !== undefined)
    throw new UserError(`tensor ${printable(weight)}: is a weight, whose range is known; state an exponent instead`);
  const unknown = [...names, ...activations].find((name) => !known.has(name));
  if (unknown === undefined) return;
  const near = nearNames(unknown, [...known]);
  const hint =
    near.length > 0 ? `did you mean ${near.map(printable).join(", ")}?` : "the table of `quantize` lists them";
  throw new UserError(`tensor ${printable(unknown)}: the model that is quantized has no such tensor; ${hint}`);
}

function corrects({ compat = false, correction = !compat }: QuantizeModelOptions): boolean {
  return correction;
}

/** The float model that is quantized: optimized once more, its dense layers folded, equalized where a recipe says so. */
export async function prepared(model: OnnxModel, options: QuantizeModelOptions = {}): Promise<OnnxModel> {
  const optimized = await optimizeGraph(model);
  const folded = corrects(options) ? foldDense(optimized) : optimized;
  return inferShapes(options.recipe === undefined ? folded : recipeFloat(folded, options.recipe));
}

/** The calibration that `quantizeModel` uses where none is given. */
export function defaultCalibration(options: QuantizeModelOptions): CalibrationOptions {
  return corrects(options) ? { method: "mse" } : { method: "entropy" };
}

async function corrected(
  float: OnnxModel,
  ranges: Ranges,
  samples: Samples,
  given: QuantizeModelOptions,
): Promise<QuantizeResult> {
  const options: QuantizeModelOptions = { weightExponents: "error", ...given };
  const open = quantize(float, ranges, { ...options, biases: zeroBiases(float) });
  const some = await spreadSamples(samples, correctionSamples(compileForDebug(open.model).program));
  const { arithmetic, onCorrection: onLayer } = given;
  const { biases: found, integers } = await correctModel(float, open.model, some, {
    arithmetic,
    onLayer,
    weights: true,
  });
  const biases = new Map([...found].filter(([, bias]) => bias.some((value) => value !== 0)));
  const rows = open.tensors.filter(({ kind }) => kind !== "bias");
  const exponents = new Map(rows.map(({ tensor, exponent }) => [tensor, exponent]));
  const texts = Object.fromEntries([...integers].map(([tensor, values]) => [tensor, toText(values)]));
  const fitted = withIntegerWeights(float, texts, Object.fromEntries(exponents), []);
  const result = quantize(fitted, ranges, { ...options, exponents, biases });
  return { ...result, tensors: againstTrained(result.tensors, float.graph.initializers, fitted.graph.initializers) };
}

/** How many samples the correction of a quantized model takes. */
export function correctionSamples(program: Program): number {
  const macs = program.layers.reduce((sum, layer) => sum + (layer.kind === "call" ? macsOf(program, layer) : 0), 1);
  const { most, least } = CORRECTION_SAMPLES;
  return Math.min(Math.max(Math.floor(CORRECTION_MACS / macs), least), most);
}

/** For every Conv and Gemm that has no bias: one of zeros. */
export function zeroBiases(float: OnnxModel): Map<string, Int8Array | Int32Array> {
  const biases = new Map<string, Int8Array | Int32Array>();
  for (const node of float.graph.nodes) {
    const channels = channelsOf(float, node);
    if (channels === undefined || (node.inputs[2] ?? "") !== "") continue;
    biases.set(node.outputs[0] as string, node.opType === "Conv" ? new Int8Array(channels) : new Int32Array(channels));
  }
  return biases;
}
