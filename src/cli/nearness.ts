import { evaluate } from "../execution/evaluate/evaluate.js";
import { METRICS } from "../execution/evaluate/metrics/table.js";
import type { OnnxModel } from "../formats/onnx/model.js";
import { wrap } from "../presentation/display/wrap.js";
import type { Sample } from "../quantization/calibrate/samples.js";

/** Above these an int8 model does what the float one does; below, its outputs are worth a look. */
const LOWEST_SNR = 20;
const LOWEST_AGREEMENT = 0.9;

/** How near an int8 model is to its float model, in the chip's integers. */
export interface Nearness {
  readonly samples: number;
  /** None of them was calibrated on. */
  readonly keptBack: boolean;
  /** Of all outputs, dB. */
  readonly snr: number;
  /** Share of samples of the same largest output. */
  readonly agreement: number;
}

/** @throws UserError when the chip's flow does not take the model. */
export async function nearness(
  float: OnnxModel,
  int8: OnnxModel,
  samples: Iterable<Sample>,
  keptBack: boolean,
): Promise<Nearness> {
  const { models, samples: count } = await evaluate([float, int8], labelled(samples), { metric: METRICS.get("snr")! });
  const { value, agreement } = models[1]!;
  return { samples: count, keptBack, snr: value!, agreement: agreement! };
}

function* labelled(samples: Iterable<Sample>) {
  for (const inputs of samples) yield { inputs };
}

/** One line for the person. */
export function nearnessText({ samples, keptBack, snr, agreement }: Nearness): string {
  const where = keptBack ? "kept back" : "calibrated on";
  const signal = Number.isFinite(snr) ? `SNR ${snr.toFixed(1)} dB` : "outputs exact";
  const share = `same largest output in ${(100 * agreement).toFixed(agreement === 1 ? 0 : 1)} %`;
  return wrap(`chip integers against float: ${signal}, ${share} (${samples} ${where})`);
}

/** What is to be said when it is bad. */
export function nearnessWarning({ snr, agreement }: Nearness): string | undefined {
  if (snr >= LOWEST_SNR && agreement >= LOWEST_AGREEMENT) return undefined;
  return `the int8 model is not near the float one: expected an SNR of ${LOWEST_SNR} dB and ${100 * LOWEST_AGREEMENT} % of the same outputs; try --calibrate_method percentile, --per_channel or more samples`;
}
