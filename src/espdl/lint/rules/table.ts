import type { LintRule } from "../finding.js";
import { attentionKernel } from "./attention-kernel.js";
import { channelBlocks } from "./channel-blocks.js";
import { clippedBias } from "./clipped-bias.js";
import { convGroup } from "./conv-group.js";
import { countIncludePad } from "./count-include-pad.js";
import { declaredType } from "./declared-type.js";
import { erfGelu } from "./erf-gelu.js";
import { gatherNegative } from "./gather-negative.js";
import { geluTable } from "./gelu-table.js";
import { laneOverflow } from "./lane-overflow.js";
import { layerNormDtype } from "./layer-norm-dtype.js";
import { leftRescale } from "./left-rescale.js";
import { lutStep } from "./lut-step.js";
import { negativeShift } from "./negative-shift.js";
import { perChannel } from "./per-channel.js";
import { poolAddress } from "./pool-address.js";
import { poolAttributes } from "./pool-attributes.js";
import { poolTie } from "./pool-tie.js";
import { preluLaw } from "./prelu-law.js";
import { rawCopy } from "./raw-copy.js";
import { rawSum } from "./raw-sum.js";
import { requantizeLeftOut } from "./requantize-left-out.js";
import { resizeGarbage } from "./resize-garbage.js";
import { resizeInt16 } from "./resize-int16.js";
import { resizeWrap } from "./resize-wrap.js";
import { sharedInput } from "./shared-input.js";
import { streamingWindow } from "./streaming-window.js";
import { testInput } from "./test-input.js";
import { unknownAttribute } from "./unknown-attribute.js";
import { unpinned } from "./unpinned.js";
import { unregisteredOperator } from "./unregistered-operator.js";
import { unwrittenTail } from "./unwritten-tail.js";
import { wideShift } from "./wide-shift.js";

/** Every rule; the order is that of the report among findings of one severity and node. */
export const RULES: readonly LintRule[] = [
  unregisteredOperator,
  gatherNegative,
  declaredType,
  testInput,
  erfGelu,
  convGroup,
  perChannel,
  resizeInt16,
  layerNormDtype,
  requantizeLeftOut,
  sharedInput,
  rawSum,
  rawCopy,
  resizeWrap,
  resizeGarbage,
  unwrittenTail,
  leftRescale,
  negativeShift,
  wideShift,
  poolAttributes,
  countIncludePad,
  laneOverflow,
  clippedBias,
  preluLaw,
  lutStep,
  geluTable,
  streamingWindow,
  poolTie,
  poolAddress,
  unknownAttribute,
  attentionKernel,
  unpinned,
  channelBlocks,
];
