import type { DType } from "../../base/tensor/dtype.js";
import type { Tensor } from "../../base/tensor/tensor.js";

/**
 * A tensor of the graph under construction. Everything speaks of the source's axes (TensorFlow's: channels last); `order`
 * alone knows how the ONNX tensor is stored, so that a Transpose is written only where an operator needs another order.
 */
export interface Value {
  /** The ONNX tensor. */
  readonly name: string;
  /** Sizes in the source's axes. */
  readonly shape: readonly number[];
  /** `order[i]` is the source's axis that stands at axis `i` of the ONNX tensor. */
  readonly order: readonly number[];
  readonly dtype: DType;
  /** Its elements in the source's axes, where they are known. */
  readonly constant?: Tensor;
  /** The elements of a list of tensors, which is no tensor itself; undefined where none was set. */
  readonly list?: readonly (Value | undefined)[];
}

export const identity = (rank: number): number[] => Array.from({ length: rank }, (_, axis) => axis);

/** The order of ONNX's convolutions and pools: [N, C, …space] out of [N, …space, C]. */
export const channelsFirst = (rank: number): number[] =>
  rank < 3 ? identity(rank) : [0, rank - 1, ...identity(rank).slice(1, -1)];

export const sameOrder = (a: readonly number[], b: readonly number[]): boolean => a.join() === b.join();

/** The sizes as ONNX sees them. */
export const stored = ({ shape, order }: Pick<Value, "shape" | "order">): number[] => order.map((axis) => shape[axis]!);

export const count = (shape: readonly number[]): number => shape.reduce((product, dim) => product * dim, 1);
