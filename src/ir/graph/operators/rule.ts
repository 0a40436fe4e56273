import type { Attributes } from "../../../../kernels-ref/operator.js";
import type { DType } from "../../../base/tensor/dtype.js";
import type { AttributeSpec } from "../attribute.js";
import type { TensorType } from "../graph.js";

/** What the IR knows of an operator: its attributes in Relay's order and its type relation. */
export interface OperatorRule {
  readonly attributes: readonly AttributeSpec[];
  /** Types of the results. @throws TypeRuleError when the inputs break the operator's rule. */
  readonly infer: (inputs: readonly TensorType[], attributes: Attributes) => readonly TensorType[];
}

export type OperatorTable = Readonly<Record<string, OperatorRule>>;

/** The inputs or attributes of a node break its operator's type relation. */
export class TypeRuleError extends Error {
  override name = "TypeRuleError";
}

/** @throws TypeRuleError with `message` unless `condition` holds. */
export function require(condition: boolean, message: () => string): asserts condition {
  if (!condition) throw new TypeRuleError(message());
}

/** The `index`-th input. @throws TypeRuleError when there are fewer. */
export function input(inputs: readonly TensorType[], index: number): TensorType {
  const type = inputs[index];
  require(type !== undefined, () => `input ${index} is missing`);
  return type;
}

/** Relay's wrap-around of a negative axis. @throws TypeRuleError when out of range. */
export function wrapAxis(axis: number, rank: number): number {
  const wrapped = axis < 0 ? axis + rank : axis;
  require(wrapped >= 0 && wrapped < rank, () => `axis ${axis} is outside of rank ${rank}`);
  return wrapped;
}

/** Numpy's broadcast of two shapes. @throws TypeRuleError when two dimensions differ and neither is 1. */
export function broadcastShapes(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  const shape: number[] = [];
  for (let i = 0; i < rank; i++) {
    const da = a[i - rank + a.length] ?? 1;
    const db = b[i - rank + b.length] ?? 1;
    require(da === db || da === 1 || db === 1, () => `shapes [${a.join(", ")}] and [${b.join(", ")}] do not broadcast`);
    shape.push(da === 1 ? db : da);
  }
  return shape;
}

/** Formats a type for error messages. */
export function show(type: TensorType): string {
  return `${type.dtype}[${type.shape.join(", ")}]`;
}

export function tensor(dtype: DType, shape: readonly number[]): TensorType {
  return { dtype, shape };
}
