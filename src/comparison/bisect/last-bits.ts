import type { Tensor } from "../../base/tensor/tensor.js";

/** Units in the last place that other flags of a compiler may cost a float, and shares of the largest in a sum. */
const ULPS = 4;
const SHARE = 16 * 2 ** -24;

/** That two float tensors differ in their last bits only, one line; undefined where they differ in more, or are no floats. */
export function lastBits({ data: expected }: Tensor, { data: found }: Tensor): string | undefined {
  if (!(expected instanceof Float32Array && found instanceof Float32Array) || expected.length !== found.length)
    return undefined;
  const [right, made] = [ordered(expected), ordered(found)];
  const largest = expected.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  let most = 0;
  for (let i = 0; i < right.length; i++) {
    const steps = Math.abs(right[i]! - made[i]!);
    const isFar = steps > ULPS && !(Math.abs(expected[i]! - found[i]!) <= SHARE * largest);
    if (isFar) return undefined;
    most = Math.max(most, Math.abs(expected[i]! - found[i]!));
  }
  const share = largest > 0 ? most / largest : 0;
  return `its floats differ in the last bits only, by ${share.toPrecision(1)} of the largest at most: this compiler computes them otherwise (-ffast-math, fused multiply-add), which is no fault of the layer`;
}

/** Floats as integers in their order, so that a difference counts the floats between. */
function ordered({ buffer, byteOffset, length }: Float32Array): number[] {
  return Array.from(new Int32Array(buffer, byteOffset, length), (bits) => (bits < 0 ? -2147483648 - bits : bits));
}
