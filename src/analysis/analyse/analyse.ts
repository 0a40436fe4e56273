import { Tensor } from "../../base/tensor/tensor.js";
import type { OnnxModel } from "../../formats/onnx/model.js";
import type { Range, Ranges } from "../../quantization/calibrate/range.js";
import type { Sample, Samples } from "../../quantization/calibrate/samples.js";
import { windows } from "../bias/windows.js";
import { Noise } from "../measure/noise.js";
import { chipOutputs, outputSnr } from "../measure/run-outputs.js";
import { scoresOf } from "../measure/scores.js";
import type { QuantizeModelResult } from "../quantize-model.js";
import { applyRecipe } from "../recipe/apply-recipe.js";
import type { Recipe } from "../recipe/recipe.js";
import { recipeOf } from "../recipe/recipe-of.js";
import { spreadSamples } from "../spread-samples.js";
import { chipValues } from "./accumulated.js";
import { activationsOf } from "./activations.js";
import { ANALYSIS_FORMAT, type Analysis, type Decibels, type LayerAnalysis } from "./analysis.js";
import { factsOf } from "./facts.js";
import { runAlone } from "./layer-alone.js";
import { type IntegerLayer, integerLayers } from "./layers.js";
import { outputCost } from "./output-cost.js";
import { withoutCompensation } from "./own-error.js";
import { reasonFor } from "./reasons/table.js";
import { channelsOf, cutTo, weightNoise } from "./weight-noise.js";

export interface AnalyseOptions {
  /** Samples measured on, evenly spread over those given; 16. */
  readonly samples?: number | undefined;
  readonly onLayer?: ((done: number, total: number) => void) | undefined;
}

/** What the layers are measured against. */
interface Setting {
  readonly float: OnnxModel;
  readonly recipe: Recipe;
  readonly ranges: Ranges;
  readonly samples: readonly Sample[];
  readonly values: readonly ReadonlyMap<string, Tensor>[];
  readonly chip: readonly ReadonlyMap<string, Float32Array>[];
  readonly windows: ReadonlyMap<string, Range>;
  readonly wanted: readonly (readonly Tensor[])[];
  readonly output: number;
}

/**
 * Which layer of a quantized network costs what, and why: each is run alone in the chip's integers with all others
 * float, and in float with all others int8. Outputs of a Softmax are measured before it.
 * @param quantized of `quantizeModel`
 * @param samples inputs to measure on, other ones than those of the calibration where the figures are to be honest
 * @returns the costliest layer first
 */
export async function analyse(
  quantized: QuantizeModelResult,
  samples: Samples,
  options: AnalyseOptions = {},
): Promise<Analysis> {
  const float = scoresOf(quantized.float);
  const recipe = recipeOf(quantized.float, quantized);
  const ranges: Ranges = new Map(quantized.tensors.map(({ tensor, min, max }) => [tensor, { min, max }]));
  const result = applyRecipe(float, ranges, recipe);
  const layers = integerLayers(float, quantized).filter(({ tensor }) =>
    float.graph.nodes.some(({ outputs }) => outputs[0] === tensor),
  );
  const some = await spreadSamples(samples, options.samples ?? 16);
  const names = new Set([...layers.flatMap(({ tensor, inputs }) => [tensor, ...inputs])]);
  const values = await activationsOf(float, [...names], some);
  const wanted = values.map((sample) => float.graph.outputs.map(({ name }) => sample.get(name)!));
  const output = outputSnr(wanted, await chipOutputs(result.model, some));
  const chip = await chipValues(result.model, layers, some);
  const setting = { float, recipe, ranges, samples: some, values, chip, windows: windows(float), wanted, output };
  const found: LayerAnalysis[] = [];
  for (const layer of layers) {
    found.push(await analyseLayer(setting, layer));
    options.onLayer?.(found.length, layers.length);
  }
  found.sort((a, b) => (a.cost ?? Number.POSITIVE_INFINITY) - (b.cost ?? Number.POSITIVE_INFINITY));
  return { format: ANALYSIS_FORMAT, version: 1, samples: some.length, output: finite(output), layers: found };
}

async function analyseLayer(setting: Setting, layer: IntegerLayer): Promise<LayerAnalysis> {
  const { float, recipe, ranges, values, chip } = setting;
  const { node, tensor, output, weight } = layer;
  const window = setting.windows.get(tensor);
  const exact = values.map((sample) => sample.get(tensor)!);
  const channels = channelsOf(node, exact[0]!.shape);
  const own = withoutCompensation(
    await runAlone(float, layer, recipe, values),
    exact.map((x) => x.data as Float32Array),
    chip.map((found) => found.get(tensor)),
    channels,
    window,
  );
  const aloneNoise = new Noise(channels.count, channels.inner);
  const accumulated = new Noise(channels.count, channels.inner);
  exact.forEach((x, i) => {
    aloneNoise.add(cutTo(own.float[i]!, window), cutTo(own.chip[i]!, window));
    const inRun = chip[i]?.get(tensor);
    if (inRun !== undefined) accumulated.add(cutTo(x.data as Float32Array, window), cutTo(inRun, window));
  });
  const weights = weight && (await weightNoise(float, layer, values, window)).snr;
  const cut = exact.map((x) => new Tensor("float32", x.shape, cutTo(x.data as Float32Array, window)));
  const inputs = layer.inputs.map((name) => values.map((sample) => sample.get(name)!));
  const facts = factsOf(float, layer, cut, inputs);
  const cost = await outputCost(float, layer, own, values);
  const withoutIt = applyRecipe(float, ranges, { ...recipe, keepFloat: [...recipe.keepFloat, tensor] });
  const gained = outputSnr(setting.wanted, await chipOutputs(withoutIt.model, setting.samples));
  const measured = {
    alone: aloneNoise.snr,
    weights: weights ?? Number.POSITIVE_INFINITY,
    systematic: aloneNoise.systematic,
  };
  const shape = (name: string | undefined): number => float.graph.initializers.get(name ?? "")?.size ?? 0;
  return {
    node: node.name || tensor,
    operator: node.opType,
    tensor,
    macs: own.macs,
    bytes: shape(weight?.tensor) + shape(layer.bias?.tensor) * (layer.bias?.dtype === "int32" ? 4 : 1),
    accumulated: finite(accumulated.snr),
    alone: finite(aloneNoise.snr),
    cost: finite(cost),
    gain: gained === setting.output ? 0 : gained - setting.output,
    ...(weights === undefined ? {} : { weights: finite(weights) }),
    activation: finite(facts.activation),
    systematic: accumulated.systematic,
    shift: accumulated.mean / 2 ** (output.exponent as number),
    clipped: facts.clipped,
    unusedBits: facts.unusedBits,
    ...(facts.weight === undefined ? {} : { weightRatio: facts.weight.ratio }),
    channelRatio: facts.channelRatio,
    reason: reasonFor(facts, measured),
  };
}

const finite = (decibels: number): Decibels => (Number.isFinite(decibels) ? decibels : null);
