import type { Ranges } from "../../../quantization/calibrate/range.js";
import type { Samples } from "../../../quantization/calibrate/samples.js";
import { windows } from "../../bias/windows.js";
import { chipOutputs, outputSnr } from "../../measure/run-outputs.js";
import { scoresOf } from "../../measure/scores.js";
import type { QuantizeModelResult } from "../../quantize-model.js";
import { applyRecipe } from "../../recipe/apply-recipe.js";
import { recipeOf } from "../../recipe/recipe-of.js";
import { spreadSamples } from "../../spread-samples.js";
import { activationsOf } from "../activations.js";
import type { Analysis, LayerAnalysis } from "../analysis.js";
import { analysisOf, difference, judge } from "../judge.js";
import { integerLayers } from "../layers.js";
import { type AnalyseOptions, SAMPLES } from "../options.js";
import { chipValues } from "./accumulated.js";
import { runAlone } from "./layer-alone.js";

/** `analyse` for a model of the TVM flow: a layer is taken out by leaving it in float. */
export async function analyseTvm(
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
  const some = await spreadSamples(samples, options.samples ?? SAMPLES);
  const names = new Set([...layers.flatMap(({ tensor, inputs }) => [tensor, ...inputs])]);
  const values = await activationsOf(float, [...names], some);
  const wanted = values.map((sample) => float.graph.outputs.map(({ name }) => sample.get(name)!));
  const output = outputSnr(wanted, await chipOutputs(result.model, some));
  const chip = await chipValues(result.model, layers, some);
  const reference = { float, values, chip, windows: windows(float) };
  const found: LayerAnalysis[] = [];
  for (const layer of layers) {
    const own = await runAlone(float, layer, recipe, values);
    const withoutIt = applyRecipe(float, ranges, { ...recipe, keepFloat: [...recipe.keepFloat, layer.tensor] });
    const gained = outputSnr(wanted, await chipOutputs(withoutIt.model, some));
    found.push(await judge(reference, layer, own, { gain: difference(gained, output) }));
    options.onLayer?.(found.length, layers.length);
  }
  return analysisOf(some.length, output, found);
}
