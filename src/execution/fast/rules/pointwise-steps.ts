import { numberAttribute } from "../../../../kernels-ref/attributes.js";
import type { PointwiseStep } from "../../../../kernels-ref/pointwise.js";
import type { Emitter } from "../emitter.js";
import { halfAway } from "../half-away.js";
import { EXACT, type Held, magnitude } from "../held.js";

/** What a step reads: a held tensor, nothing left to add, or a constant. */
export type StepOperand = Held | number;

type Step = (operands: readonly StepOperand[], step: PointwiseStep, emitter: Emitter) => StepOperand | undefined;

const RANGES: Readonly<Record<string, number>> = { int8: 2 ** 7, int16: 2 ** 15, int32: EXACT, float32: EXACT };

/** Steps that float32 operators make exactly, or round once as the step itself does. */
export const POINTWISE_STEPS: ReadonlyMap<string, Step> = new Map<string, Step>([
  ["add", sum],
  ["cast", cast],
  ["clip", clip],
  [
    "divide",
    ([x, by], { dtype }, emitter) =>
      isHeld(x) && typeof by === "number" && by > 0 && dtype === "float32"
        ? { ...x, name: emitter.node("Div", [x.name, emitter.scalar(by)]), grid: moved(x.grid, 1 / by) }
        : undefined,
  ],
  ["multiply", product],
  [
    "nn.relu",
    ([x], _step, emitter) =>
      isHeld(x)
        ? { ...x, name: emitter.node("Relu", [x.name]), low: Math.max(0, x.low), high: Math.max(0, x.high) }
        : undefined,
  ],
  ["round", ([x], _step, emitter) => (isHeld(x) ? rounded(x, emitter) : undefined)],
]);

function isHeld(operand: StepOperand | undefined): operand is Held {
  return typeof operand === "object";
}

/** The grid after a product with `factor`, where it is a power of two. */
function moved(grid: number | undefined, factor: number): number | undefined {
  const exponent = Math.log2(factor);
  return grid === undefined || !Number.isInteger(exponent) ? undefined : grid + exponent;
}

/** What lies beyond ±2^20 becomes ±2^20: the bounds of such a result are so wide that only a clip can follow. */
function rounded(x: Held, emitter: Emitter): Held {
  const real = x.grid === undefined ? Number.POSITIVE_INFINITY : magnitude(x) * 2 ** x.grid;
  const limit = Math.min(Math.ceil(real) + 1, 2 ** 20);
  const bound = limit < 2 ** 20 ? limit : EXACT;
  return { ...x, name: halfAway(emitter, x.name, -limit, limit), grid: 0, low: -bound, high: bound };
}

function sum(
  [left, right]: readonly StepOperand[],
  { dtype }: PointwiseStep,
  emitter: Emitter,
): StepOperand | undefined {
  if (!isHeld(left)) return isHeld(right) ? sum([right, left!], { dtype } as PointwiseStep, emitter) : undefined;
  if (typeof right === "number") {
    const step = right * 2 ** -(left.grid ?? 0);
    const name = right === 0 ? left.name : emitter.node("Add", [left.name, emitter.scalar(right)]);
    if (right === 0) return left;
    const isOnGrid = left.grid !== undefined && Number.isInteger(step);
    if (!isOnGrid) return dtype === "float32" ? { ...left, name, grid: undefined } : undefined;
    return inRange({ ...left, name, low: left.low + step, high: left.high + step }, dtype);
  }
  if (right === undefined) return undefined;
  const name = emitter.node("Add", [left.name, right.name]);
  if (left.grid === undefined || right.grid === undefined)
    return dtype === "float32" ? { ...left, name, grid: undefined } : undefined;
  const grid = Math.min(left.grid, right.grid);
  const at = (x: Held, bound: number): number => bound * 2 ** (x.grid! - grid);
  const [low, high] = [at(left, left.low) + at(right, right.low), at(left, left.high) + at(right, right.high)];
  return inRange({ ...left, name, grid, low, high }, dtype);
}

function product(
  [left, right]: readonly StepOperand[],
  { dtype }: PointwiseStep,
  emitter: Emitter,
): StepOperand | undefined {
  if (!isHeld(left)) return isHeld(right) ? product([right, left!], { dtype } as PointwiseStep, emitter) : undefined;
  if (typeof right === "number") {
    if (!(right > 0)) return undefined;
    const name = emitter.node("Mul", [left.name, emitter.scalar(right)]);
    if (dtype === "float32") return { ...left, name, grid: moved(left.grid, right) };
    return inRange({ ...left, name, low: left.low * right, high: left.high * right }, dtype);
  }
  if (right === undefined) return undefined;
  const name = emitter.node("Mul", [withoutNegativeZeros(left, emitter), withoutNegativeZeros(right, emitter)]);
  if (left.grid === undefined || right.grid === undefined)
    return dtype === "float32" ? { ...left, name, grid: undefined } : undefined;
  const most = magnitude(left) * magnitude(right);
  return inRange({ ...left, name, grid: left.grid + right.grid, low: -most, high: most }, dtype);
}

/** Integers may be held as −0, of which a product with a negative number would have the other sign. */
function withoutNegativeZeros({ name, grid }: Held, emitter: Emitter): string {
  return grid === 0 ? emitter.node("Cast", [emitter.node("Cast", [name], { to: 6 })], { to: 1 }) : name;
}

/** The tensor if its integers are exact and do not wrap; a float beyond that is rounded and of no known grid. */
function inRange(held: Held, dtype: string): Held | undefined {
  if (magnitude(held) < (RANGES[dtype] ?? 0)) return held;
  return dtype === "float32" ? { ...held, grid: undefined } : undefined;
}

function cast([x]: readonly StepOperand[], { dtype }: PointwiseStep): StepOperand | undefined {
  if (typeof x === "number") return Number.isInteger(x) ? x : undefined;
  if (x === undefined) return undefined;
  if (dtype === "float32") return x;
  const limit = RANGES[dtype];
  if (limit === undefined || x.grid !== 0 || x.low < -limit || x.high >= limit) return undefined;
  return x;
}

function clip([x]: readonly StepOperand[], { attributes }: PointwiseStep, emitter: Emitter): StepOperand | undefined {
  if (!isHeld(x) || x.grid === undefined) return undefined;
  const [low, high] = [numberAttribute(attributes, "a_min"), numberAttribute(attributes, "a_max")];
  const name = emitter.node("Clip", [x.name, emitter.scalar(low), emitter.scalar(high)]);
  const at = (value: number): number => value * 2 ** -x.grid!;
  const limit = (value: number): number => Math.min(Math.max(value, at(low)), at(high));
  return { ...x, name, low: limit(x.low), high: limit(x.high) };
}
