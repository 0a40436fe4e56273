import { prepared, quantizePrepared } from "../../quantize-model.js";
import type { Flow } from "../flow.js";
import { calibration } from "../remedies/calibration.js";
import { equalization } from "../remedies/equalization.js";
import { exponents } from "../remedies/exponents.js";
import { alignment } from "./alignment.js";
import { floatLayers } from "./float-layers.js";
import { perChannel } from "./per-channel.js";
import { TvmState } from "./state.js";

/** ESP-DL's TVM flow: int8, and float for what needs it. */
export const TVM_FLOW: Flow<TvmState> = {
  prepare: (model) => prepared(model),
  uncorrected: async (float, samples) => TvmState.of(await quantizePrepared(float, samples, { correction: false })),
  plain: async (float, samples) => TvmState.of(await quantizePrepared(float, samples)),
  remedies: [calibration(), equalization(), exponents(), alignment, perChannel, floatLayers],
};
