import type { LintRule } from "../finding.js";
import { clippedBias } from "./clipped-bias.js";
import { convGroup } from "./conv-group.js";
import { countIncludePad } from "./count-include-pad.js";
import { erfGelu } from "./erf-gelu.js";
import { laneOverflow } from "./lane-overflow.js";
import { layerNormDtype } from "./layer-norm-dtype.js";
import { perChannel } from "./per-channel.js";
import { poolAttributes } from "./pool-attributes.js";
import { rawCopy } from "./raw-copy.js";
import { rawSum } from "./raw-sum.js";
import { resizeInt16 } from "./resize-int16.js";
import { resizeWrap } from "./resize-wrap.js";
import { sharedInput } from "./shared-input.js";
import { unregisteredOperator } from "./unregistered-operator.js";
import { wideShift } from "./wide-shift.js";

/** Every rule; the order is that of the report among findings of one severity and node. */
export const RULES: readonly LintRule[] = [
  unregisteredOperator,
  erfGelu,
  convGroup,
  perChannel,
  resizeInt16,
  layerNormDtype,
  sharedInput,
  rawSum,
  rawCopy,
  resizeWrap,
  wideShift,
  poolAttributes,
  countIncludePad,
  laneOverflow,
  clippedBias,
];
