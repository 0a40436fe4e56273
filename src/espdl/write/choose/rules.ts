import type { DraftNode } from "../draft.js";
import { stringOf } from "../draft.js";

const COPIES = new Set(
  "MaxPool GlobalMaxPool Reshape Transpose Slice Split Gather Pad Flatten Squeeze Unsqueeze DepthToSpace SpaceToDepth InsertZeros Identity ReverseSequence ReduceMax ReduceMin Resize".split(
    " ",
  ),
);
const RAW = new Set("Add Sub Concat Max Min Equal Greater GreaterOrEqual Less LessOrEqual ScatterND".split(" "));
const COMPARISONS = new Set("Equal Greater GreaterOrEqual Less LessOrEqual".split(" "));

/** The chip copies the integers of the first input: result and input are on one grid. */
export const copies = (node: DraftNode): boolean =>
  COPIES.has(node.opType) && (node.opType !== "Resize" || stringOf(node, "mode", "nearest") === "nearest");

/** The chip ignores the exponents of the operands: they must be equal, and the result's with them. */
export const raw = ({ opType }: DraftNode): boolean => RAW.has(opType);

export const compares = ({ opType }: DraftNode): boolean => COMPARISONS.has(opType);

/** Results that stay float32. */
export const floatResult = ({ opType }: DraftNode): boolean => opType === "Softmax" || opType === "LogSoftmax";

/** Convolutions and products, whose accumulator is shifted right to the result's grid. */
export const accumulates = ({ opType }: DraftNode): boolean => ["Conv", "Gemm", "MatMul"].includes(opType);

/** A result whose exponent must be at least the sum of its operands'. */
export const multiplies = ({ opType }: DraftNode): boolean => opType === "Mul";
