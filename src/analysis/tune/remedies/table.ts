import { calibration } from "./calibration.js";
import { equalization } from "./equalization.js";
import { exponents } from "./exponents.js";
import { floatLayers } from "./float-layers.js";
import { perChannel } from "./per-channel.js";
import type { Remedy } from "./remedy.js";

/** In the order in which they are tried: what costs the chip nothing first. */
export const REMEDIES: readonly Remedy[] = [calibration, equalization, exponents, perChannel, floatLayers];
