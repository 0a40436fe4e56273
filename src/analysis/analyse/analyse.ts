import type { Samples } from "../../quantization/calibrate/samples.js";
import type { QuantizeModelResult } from "../quantize-model.js";
import type { Analysis } from "./analysis.js";
import { analyseEspdl, type EspdlWithFloat } from "./espdl/analyse-espdl.js";
import type { AnalyseOptions } from "./options.js";
import { analyseTvm } from "./tvm/analyse-tvm.js";

/**
 * Which layer of a quantized network costs what, and why: each is run alone in the chip's integers with all others
 * float, and in float (of an `.espdl` in 16 bits too) with all others int8. Outputs of a Softmax are measured before it.
 * @param quantized of `quantizeModel`; or an `.espdl`, of whichever exporter, with the float model it came from
 * @param samples inputs to measure on, other ones than those of the calibration where the figures are to be honest
 * @returns the costliest layer first
 * @throws UserError when an `.espdl` does not compute the tensors of the float model, or does not run on its chip.
 */
export function analyse(
  quantized: QuantizeModelResult | EspdlWithFloat,
  samples: Samples,
  options: AnalyseOptions = {},
): Promise<Analysis> {
  return "chip" in quantized ? analyseEspdl(quantized, samples, options) : analyseTvm(quantized, samples, options);
}
