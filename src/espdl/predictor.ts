import { fitSample } from "../execution/evaluate/fit-sample.js";
import type { Predictor } from "../execution/evaluate/predictor.js";
import { programPredictor } from "../execution/evaluate/program-predictor.js";
import type { Sample } from "../quantization/calibrate/samples.js";
import { chipArithmetic } from "./chip.js";
import { compileEspdl } from "./compile.js";
import { espdlFeeds } from "./feeds.js";
import type { EspdlModel } from "./model.js";
import type { RunEspdlOptions } from "./run.js";

export interface EspdlPredictorOptions extends Pick<RunEspdlOptions, "chip" | "saturatingLanes"> {
  /** Threads of one run. Default: 1. */
  readonly threads?: number;
}

/**
 * An `.espdl` model in the chip's integers, for `evaluate`: floats and bytes are quantized to the input's scale as the
 * chip does it.
 * @throws UserError for what the chip's runtime does not run.
 */
export function espdlPredictor(model: EspdlModel, options: EspdlPredictorOptions): Predictor {
  const { chip, saturatingLanes = false, threads } = options;
  return programPredictor(compileEspdl(model, { chip }), {
    runner: `${chip} integers`,
    arithmetic: chipArithmetic(chip, saturatingLanes),
    feeds: (sample) => espdlFeeds(model, fitSample(realInputs(model, sample), sample), chip),
    ...(threads === undefined ? {} : { threads }),
  });
}

/** The inputs whose arrays are not integers of the model already. */
function realInputs(model: EspdlModel, sample: Sample) {
  return model.graph.inputs
    .filter(({ name, dtype }) => sample.get(name)?.dtype !== dtype)
    .map(({ name, dims }) => ({ name, dtype: "float32", shape: dims?.map(Number) }));
}
