import type { PointwiseStep } from "../../../kernels-ref/pointwise.js";
import type { Attributes } from "../graph/graph.js";
import type { CallLayer, Operand } from "../graph/program.js";
import type { ProgramView } from "./program-view.js";

const CHAIN = /^cast multiply cast multiply (add|multiply) divide round add clip cast( nn.relu)?$/;

/** Beyond these, a sum of int8 operands would need more bits than float32 (or int32) has. */
const APART_MAX = 15;
const SHIFT_MAX = 22;

/**
 * QLinearAdd and QLinearMul of two int8 tensors of one shape, with scales of powers of two, in integers: `esp.add` and
 * `esp.multiply`. Undefined for other steps.
 */
export function integerArithmetic(
  view: ProgramView,
  root: CallLayer,
  inputs: readonly Operand[],
  steps: readonly PointwiseStep[],
): readonly [string, readonly Operand[], Attributes] | undefined {
  const [, operator, activation] = CHAIN.exec(steps.map(({ op }) => op).join(" ")) ?? [];
  const relu = activation !== undefined;
  const constantAt = (step: number): number | undefined => {
    const operand = inputs[steps[step]!.reads[1] ?? -1];
    const tensor = operand && view.constant(operand);
    return tensor?.size === 1 ? tensor.item() : undefined;
  };
  if (operator === undefined || !readsInOrder(steps, inputs.length) || constantAt(7) !== 0) return undefined;
  const [left, right] = [inputs[steps[0]!.reads[0]!], inputs[steps[2]!.reads[0]!]];
  const clip = steps[8]!.attributes;
  const isInt8 = (operand: Operand | undefined): operand is Operand =>
    operand !== undefined &&
    view.type(operand).dtype === "int8" &&
    view.type(operand).shape.join() === root.types[0]!.shape.join();
  if (!isInt8(left) || !isInt8(right) || root.types[0]!.dtype !== "int8") return undefined;
  if (clip.a_min !== -128 || clip.a_max !== 127) return undefined;
  const [p, q, result] = [1, 3, 5].map((step) => Math.log2(constantAt(step) ?? Number.NaN)) as [number, number, number];
  if (![p, q, result].every(Number.isInteger)) return undefined;
  const exponents = operator === "add" ? [p - result, q - result] : [p + q - result];
  if (exponents.some((exponent) => Math.abs(exponent) > SHIFT_MAX - 8) || Math.abs(p - q) > APART_MAX) return undefined;
  const attributes: Attributes = operator === "add" ? { exponents, relu } : { exponent: exponents[0]!, relu };
  return [`esp.${operator}`, [left, right], attributes];
}

/** True when the steps are wired as their names suggest: two dequantizes, the operator on both, one quantize. */
function readsInOrder(steps: readonly PointwiseStep[], inputs: number): boolean {
  const result = (step: number): number => inputs + step;
  const first = (step: number): number | undefined => steps[step]!.reads[0];
  const isInput = (step: number): boolean => (first(step) ?? inputs) < inputs;
  const both = steps[4]!.reads;
  return (
    isInput(0) &&
    isInput(2) &&
    first(1) === result(0) &&
    first(3) === result(2) &&
    both[0] === result(1) &&
    both[1] === result(3) &&
    steps.every((_, step) => step < 5 || first(step) === result(step - 1))
  );
}
