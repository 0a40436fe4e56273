import { type Chip, chipArithmetic } from "../espdl/chip.js";
import { compileEspdl } from "../espdl/compile.js";
import { espdlFeeds } from "../espdl/feeds.js";
import type { Choices } from "../espdl/write/choose/choices.js";
import { type QuantizedEspdl, type QuantizeEspdlOptions, quantizeEspdl } from "../espdl/write/quantize-espdl.js";
import type { OnnxModel } from "../formats/onnx/model.js";
import type { Sample, Samples } from "../quantization/calibrate/samples.js";
import { correctProgram } from "./bias/correct-biases.js";
import { espdlTargets } from "./bias/espdl-targets.js";
import { correctionSamples } from "./quantize-model.js";
import { spreadSamples } from "./spread-samples.js";

export interface QuantizeEspdlModelOptions extends QuantizeEspdlOptions {
  /** Take what costs nothing on the chip: exponents of weights by squared error, biases corrected. Default: true. */
  readonly correction?: boolean | undefined;
  /** Told while biases are corrected, layer after layer. */
  readonly onCorrection?: ((done: number, total: number) => void) | undefined;
}

/**
 * A float32 model and calibration samples → an `.espdl` for a chip, with the correction of what the chip's own rounding
 * costs.
 * @throws UserError as `quantizeEspdl`.
 */
export async function quantizeEspdlModel(
  model: OnnxModel,
  samples: Samples,
  options: QuantizeEspdlModelOptions,
): Promise<QuantizedEspdl> {
  const { correction = options.choices === undefined, chip, onCorrection } = options;
  if (!correction) return quantizeEspdl(model, samples, options);
  const open = await quantizeEspdl(model, samples, { ...options, weightExponents: "error" });
  const choices = await corrected(model, open, samples, chip, onCorrection);
  return quantizeEspdl(model, samples, { ...options, choices });
}

/** The choices of a quantized model with all its biases measured anew. */
export async function corrected(
  float: OnnxModel,
  { model, choices }: Pick<QuantizedEspdl, "model" | "choices">,
  samples: Samples,
  chip: Chip,
  onLayer?: (done: number, total: number) => void,
): Promise<Choices> {
  const program = compileEspdl(model, { chip });
  const some = await spreadSamples(samples, correctionSamples(program));
  const targets = espdlTargets(float, program, chip);
  const feeds = (sample: Sample): Sample => espdlFeeds(model, sample, chip);
  const arithmetic = chipArithmetic(chip);
  const found = await correctProgram(float, { program, targets, arithmetic, feeds }, some, onLayer);
  const steps = new Map([...targets.values()].map(({ tensor, param }) => [tensor, [param.exponent!].flat()]));
  const biases = new Map(
    [...found].map(([tensor, bias]) => {
      const exponents = steps.get(tensor)!;
      return [tensor, Array.from(bias, (q, channel) => q * 2 ** exponents[channel % exponents.length]!)];
    }),
  );
  return { ...choices, biases };
}
