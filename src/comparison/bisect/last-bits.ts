import type { Tensor } from "../../base/tensor/tensor.js";

/** Units in the last place that other flags of a compiler may cost a float. */
const ULPS = 4;

/** That two float tensors differ in their last bits only, one line; undefined where they differ in more, or are no floats. */
export function lastBits({ data: expected }: Tensor, { data: found }: Tensor): string | undefined {
  if (!(expected instanceof Float32Array && found instanceof Float32Array)) return undefined;
  const [right, made] = [ordered(expected), ordered(found)];
  const most = right.reduce((max, value, i) => Math.max(max, Math.abs(value - made[i]!)), 0);
  if (most > ULPS) return undefined;
  return `its floats differ in the last bits only, by ${most} of the smallest step at most: this compiler computes them otherwise (-ffast-math, fused multiply-add), which is no fault of the layer`;
}

/** Floats as integers in their order, so that a difference counts the floats between. */
function ordered({ buffer, byteOffset, length }: Float32Array): number[] {
  return Array.from(new Int32Array(buffer, byteOffset, length), (bits) => (bits < 0 ? -2147483648 - bits : bits));
}
