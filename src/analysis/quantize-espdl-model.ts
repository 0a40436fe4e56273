import { UserError } from "../base/errors.js";
import { type Chip, chipArithmetic } from "../espdl/chip.js";
import { compileEspdl } from "../espdl/compile.js";
import { espdlFeeds } from "../espdl/feeds.js";
import type { Choices } from "../espdl/write/choose/choices.js";
import { namedNodes } from "../espdl/write/onnx/named-nodes.js";
import { type QuantizedEspdl, type QuantizeEspdlOptions, quantizeEspdl } from "../espdl/write/quantize-espdl.js";
import type { OnnxModel } from "../formats/onnx/model.js";
import { printable } from "../formats/onnx/printable.js";
import type { Sample, Samples } from "../quantization/calibrate/samples.js";
import { foldDense } from "../quantization/preprocess/fold-dense.js";
import { correctProgram } from "./bias/correct-biases.js";
import { espdlTargets } from "./bias/espdl-targets.js";
import { headsBehind } from "./measure/scores.js";
import { correctionSamples } from "./quantize-model.js";
import { choicesOf, type EspdlRecipe } from "./recipe/espdl-recipe.js";
import { spreadSamples } from "./spread-samples.js";
import { equalize } from "./tune/equalization/equalize.js";
import { splitWeights } from "./tune/split/split-weights.js";

export interface QuantizeEspdlModelOptions extends Omit<QuantizeEspdlOptions, "choices" | "weightExponents"> {
  /** Take what costs nothing on the chip: exponents of weights by squared error, biases corrected. Default: true. */
  readonly correction?: boolean | undefined;
  /** Decisions made before, by `tune`: nothing is chosen anew. */
  readonly recipe?: EspdlRecipe | undefined;
  /** Told while biases are corrected, layer after layer. */
  readonly onCorrection?: ((done: number, total: number) => void) | undefined;
}

/**
 * A float32 model and calibration samples → an `.espdl` for a chip, with the correction of what the chip's own rounding
 * costs.
 * @throws UserError as `quantizeEspdl`, and when a recipe is for another model or chip.
 */
export async function quantizeEspdlModel(
  model: OnnxModel,
  samples: Samples,
  { recipe, correction = true, onCorrection, ...options }: QuantizeEspdlModelOptions,
): Promise<QuantizedEspdl> {
  if (recipe !== undefined) return byRecipe(model, samples, recipe, options);
  if (!correction) return quantizeEspdl(model, samples, options);
  const folded = foldDense(model);
  const open = await quantizeEspdl(folded, samples, { ...options, weightExponents: "error" });
  const choices = await corrected(folded, open, samples, options.chip, { weights: true, onLayer: onCorrection });
  return quantizeEspdl(folded, samples, { ...options, choices });
}

/** The float model that is written: its dense layers folded, equalized and split where a recipe says so. */
export function espdlFloat(model: OnnxModel, recipe?: EspdlRecipe): OnnxModel {
  const even = equalize(namedNodes(foldDense(model)), new Map(Object.entries(recipe?.equalization ?? {})));
  return splitWeights(even, new Map(Object.entries(recipe?.split ?? {})));
}

function byRecipe(
  model: OnnxModel,
  samples: Samples,
  recipe: EspdlRecipe,
  options: QuantizeEspdlOptions,
): Promise<QuantizedEspdl> {
  const float = espdlFloat(model, recipe);
  const known = new Set([
    ...float.graph.inputs.map(({ name }) => name),
    ...float.graph.nodes.flatMap(({ outputs }) => outputs),
  ]);
  for (const name of Object.keys(recipe.biases)) {
    if (known.has(name)) continue;
    throw new UserError(
      `recipe: the model has no tensor ${printable(name)}, expected those of the model it was made for; make a new one with tune`,
    );
  }
  const calibration = { method: "minmax" } as const;
  const { w8a16 = false } = recipe;
  const int16 = [...recipe.int16, ...headsBehind(float, recipe.int16)];
  return quantizeEspdl(float, samples, { ...options, calibration, int16, w8a16, choices: choicesOf(recipe) });
}

/** The choices of a quantized model with all its biases measured anew. */
export async function corrected(
  float: OnnxModel,
  { model, choices }: Pick<QuantizedEspdl, "model" | "choices">,
  samples: Samples,
  chip: Chip,
  {
    weights = false,
    onLayer,
  }: { weights?: boolean; onLayer?: ((done: number, total: number) => void) | undefined } = {},
): Promise<Choices> {
  // What a node that no chip has leaves out is not corrected.
  const program = compileEspdl(model, { chip, partial: true });
  const some = await spreadSamples(samples, correctionSamples(program));
  const targets = espdlTargets(float, program, chip);
  const feeds = (sample: Sample): Sample => espdlFeeds(model, sample, chip);
  const arithmetic = chipArithmetic(chip);
  const found = await correctProgram(float, { program, targets, arithmetic, feeds }, some, { weights, onLayer });
  const steps = new Map([...targets.values()].map(({ tensor, param }) => [tensor, [param.exponent!].flat()]));
  const biases = new Map(
    [...found.biases].map(([tensor, bias]) => {
      const exponents = steps.get(tensor)!;
      return [tensor, Array.from(bias, (q, channel) => q * 2 ** exponents[channel % exponents.length]!)];
    }),
  );
  const integers = new Map([...choices.integers, ...found.integers]);
  return { ...choices, biases, integers };
}
