import { ESPDL_ATTENTION } from "./espdl-attention.js";
import { ESPDL_CONVOLUTION } from "./espdl-convolution.js";
import { ESPDL_ELEMENTWISE } from "./espdl-elementwise.js";
import { ESPDL_IMAGE } from "./espdl-image.js";
import { ESPDL_MOVEMENT } from "./espdl-movement.js";
import { ESPDL_RECURRENT } from "./espdl-recurrent.js";
import { ESPDL_REDUCE } from "./espdl-reduce.js";
import type { OperatorTable } from "./rule.js";

/** Every operator of today's ESP-DL that the IR has no general one for. */
export const ESPDL: OperatorTable = {
  ...ESPDL_ATTENTION,
  ...ESPDL_CONVOLUTION,
  ...ESPDL_ELEMENTWISE,
  ...ESPDL_IMAGE,
  ...ESPDL_MOVEMENT,
  ...ESPDL_RECURRENT,
  ...ESPDL_REDUCE,
};
