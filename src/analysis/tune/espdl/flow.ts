import type { Chip } from "../../../espdl/chip.js";
import { espdlFloat } from "../../quantize-espdl-model.js";
import type { Flow } from "../flow.js";
import { calibration } from "../remedies/calibration.js";
import { equalization } from "../remedies/equalization.js";
import { exponents } from "../remedies/exponents.js";
import { int16Layers } from "./int16-layers.js";
import { EspdlState } from "./state.js";
import { weightSplit } from "./weight-split.js";

/** An `.espdl` for a chip: int8, per channel where the chip has it, and 16 bits for what needs them. */
export function espdlFlow(chip: Chip): Flow<EspdlState> {
  return {
    prepare: async (model) => espdlFloat(model),
    uncorrected: (float, samples) => EspdlState.open(chip, float, samples, { method: "minmax" }, { correction: false }),
    plain: (float, samples) => EspdlState.open(chip, float, samples, { method: "mse" }),
    remedies: [calibration(), equalization(), exponents(), weightSplit, int16Layers],
  };
}
