import type { FinishFamily, TapsFamily } from "../product/change.js";
import { accumulatorLanes } from "./accumulator-lanes.js";
import { alignment } from "./alignment.js";
import { bias } from "./bias.js";
import { geometry } from "./geometry.js";
import { inputChannels } from "./input-channels.js";
import { inputReading } from "./input-reading.js";
import { kernelLayout } from "./kernel-layout.js";
import { lanes } from "./lanes.js";
import { padding } from "./padding.js";
import { relu } from "./relu.js";
import { rounding } from "./rounding.js";
import { saturation } from "./saturation.js";
import { shift } from "./shift.js";
import { stride } from "./stride.js";
import { weightOffset } from "./weight-offset.js";
import { weights } from "./weights.js";

/** Causes between the accumulator and the stored integer of a convolution or dense layer. */
export const FINISH_FAMILIES: readonly FinishFamily[] = [rounding, saturation, shift, bias, relu];

/** Causes in which element meets which weight. */
export const TAPS_FAMILIES: readonly TapsFamily[] = [
  padding,
  stride,
  geometry,
  kernelLayout,
  weightOffset,
  weights,
  inputChannels,
  inputReading,
  alignment,
  accumulatorLanes,
  lanes,
];
