import { parseNpz } from "../../src/base/tensor/npz.js";
import type { Tensor } from "../../src/base/tensor/tensor.js";
import type { GoldenCase } from "./cases.js";

/** A node of the original's debug graph. */
export interface GoldenNode {
  readonly key: string;
  readonly index: number;
  readonly name: string;
  readonly op: "null" | "tvm_op";
  readonly func: string | null;
  readonly inputs: readonly number[];
  readonly shape: readonly number[];
  readonly dtype: string;
}

export function goldenNodes(golden: GoldenCase): GoldenNode[] {
  return golden.json<GoldenNode[]>("nodes.json");
}

export function goldenTensors(golden: GoldenCase): Map<string, Tensor> {
  return parseNpz(golden.read("tensors.npz"), `${golden.name}/tensors.npz`);
}

/** Operators behind `exp` or a float sum of many terms, whose float32 results may differ in the last places. */
export const INEXACT = /^(nn\.softmax|sigmoid|tanh|mean|nn\.avg_pool2d|nn\.global_avg_pool2d)$/;

/** The largest distance of two float32 tensors in units in the last place; Infinity for another shape or dtype. */
export function ulpDistance(actual: Tensor, expected: Tensor): number {
  const a = ordered(actual);
  const b = ordered(expected);
  if (actual.dtype !== expected.dtype || a.length !== b.length) return Number.POSITIVE_INFINITY;
  let worst = 0;
  for (let i = 0; i < a.length; i++) worst = Math.max(worst, Math.abs(a[i] - b[i]));
  return worst;
}

/** Float bits as integers that are ordered as the floats are; neighbours differ by 1, −0 and +0 by 1. */
function ordered(tensor: Tensor): number[] {
  const { buffer, byteOffset, length } = tensor.data;
  return Array.from(new Int32Array(buffer as ArrayBuffer, byteOffset, length), (bits) =>
    bits < 0 ? -(bits & 0x7fffffff) - 1 : bits,
  );
}

/** True when dtype, shape and every byte are equal. */
export function identical(actual: Tensor, expected: Tensor): boolean {
  return (
    actual.dtype === expected.dtype &&
    actual.shape.join() === expected.shape.join() &&
    Buffer.compare(bytesOf(actual), bytesOf(expected)) === 0
  );
}

function bytesOf(tensor: Tensor): Buffer {
  return Buffer.from(tensor.data.buffer as ArrayBuffer, tensor.data.byteOffset, tensor.data.byteLength);
}
