import { CONVOLUTION } from "./convolution.js";
import { EINSUM } from "./einsum.js";
import { ELEMENTWISE } from "./elementwise.js";
import { ESPDL } from "./espdl.js";
import { FUNCTIONS } from "./functions.js";
import { INDEXING } from "./indexing.js";
import { MOVEMENT } from "./movement.js";
import { NEURAL } from "./neural.js";
import { NORMALIZATION } from "./normalization.js";
import { POOLING } from "./pooling.js";
import { POOLING3D } from "./pooling3d.js";
import { QUANTIZED } from "./quantized.js";
import { RECURRENT } from "./recurrent.js";
import { REDUCE } from "./reduce.js";
import { RESHAPE } from "./reshape.js";
import type { OperatorRule } from "./rule.js";
import { SELECTION } from "./selection.js";
import { SLICING } from "./slicing.js";

/** Every operator of the IR by Relay's name. */
export const OPERATORS: ReadonlyMap<string, OperatorRule> = new Map(
  Object.entries({
    ...ELEMENTWISE,
    ...FUNCTIONS,
    ...CONVOLUTION,
    ...POOLING,
    ...RESHAPE,
    ...MOVEMENT,
    ...INDEXING,
    ...SLICING,
    ...REDUCE,
    ...NEURAL,
    ...NORMALIZATION,
    ...POOLING3D,
    ...SELECTION,
    ...EINSUM,
    ...RECURRENT,
    ...QUANTIZED,
    ...ESPDL,
  }),
);

/** True for operators that keep all elements in place (TVM's `reshape_nop`). */
export function isReshape(op: string): boolean {
  return Object.hasOwn(RESHAPE, op);
}
