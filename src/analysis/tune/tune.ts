import type { Chip } from "../../espdl/chip.js";
import type { OnnxModel } from "../../formats/onnx/model.js";
import { espdlFlow } from "./espdl/flow.js";
import { type SearchOptions, search } from "./search.js";
import type { TuningSets } from "./sets.js";
import type { Tuning } from "./tuning.js";
import { TVM_FLOW } from "./tvm/flow.js";

export interface TuneOptions extends SearchOptions {
  /** Tune an `.espdl` for this chip; the TVM flow when left out. */
  readonly chip?: Chip | undefined;
}

/**
 * Searches the cheapest remedies with which the integers of the chip reach a goal: first what costs the chip nothing,
 * all of it; then what costs, until the goal is reached on the search set. The final figures are those of the test set.
 * @param model float32, preprocessed
 * @throws UserError when the model or the samples cannot be used.
 */
export function tune(model: OnnxModel, sets: TuningSets, { chip, ...options }: TuneOptions = {}): Promise<Tuning> {
  return chip === undefined ? search(model, sets, TVM_FLOW, options) : search(model, sets, espdlFlow(chip), options);
}
