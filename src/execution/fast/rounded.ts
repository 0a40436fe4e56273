import type { Rounding } from "../../../kernels-ref/index.js";
import type { Emitter } from "./emitter.js";
import { EXACT } from "./held.js";

/** 1.5 · 2^23: a float32 of 0 … 2^22 added to it loses its fraction, rounded half to even. */
const MAGIC = 1.5 * 2 ** 23;

/**
 * What makes integers of quotients, channel by channel: y = min(upper, rounded + added), at least `lower`.
 * `fraction` is the number of bits behind the point that the exact quotient has.
 */
export interface Epilogue {
  readonly added: readonly number[];
  readonly upper: readonly number[];
  readonly lower: readonly number[];
  readonly fraction: readonly number[];
  readonly rounding: Extract<Rounding, "floor" | "half-up" | "half-even">;
}

/**
 * The constant that is to be added to the negated quotient: t = max(0, constant − quotient) makes the upper clip, and its
 * rounding to the nearest integer, ties to even, is the wanted rounding of the quotient. With grid g = 2^−fraction:
 * floor(q) = nearest(q − ½ + g/2) and half-up(q) = nearest(q + g/2), where no tie is left.
 */
export function headroom({ added, upper, fraction, rounding }: Epilogue): number[] {
  return upper.map((top, c) => {
    const half = fraction[c]! > 0 ? 2 ** -(fraction[c]! + 1) : 0;
    const shift = rounding === "half-even" || half === 0 ? 0 : rounding === "half-up" ? half : half - 0.5;
    return top - added[c]! - shift;
  });
}

/** True when `constant − quotient` and all its partial sums are exact in float32; `bound` is that of the quotient. */
export function isExact(epilogue: Epilogue, bound: readonly number[]): boolean {
  const room = headroom(epilogue);
  return room.every((value, c) => {
    const bits = Math.max(0, epilogue.fraction[c]!) + (epilogue.rounding === "half-even" ? 0 : 1);
    return (bound[c]! + Math.abs(value)) * 2 ** bits + 1 < EXACT;
  });
}

/**
 * The integers of an image from t = max(0, headroom − quotient): two depthwise 1 × 1 convolutions, which stay in ONNX
 * Runtime's blocked layout. z = t + M rounds; y = max(0, upper + M − lower − z) makes the lower clip and lacks `lower`.
 * Half to even: M takes the parity that makes even quotients even sums.
 */
export function roundedImage(emitter: Emitter, t: string, epilogue: Epilogue): string {
  const { added, upper, lower, rounding } = epilogue;
  const magic = upper.map((top, c) => MAGIC + (rounding === "half-even" ? Math.abs(top - added[c]!) % 2 : 0));
  const z = scaled(emitter, t, 1, magic);
  const y = scaled(
    emitter,
    z,
    -1,
    magic.map((value, c) => upper[c]! + value - lower[c]!),
  );
  return emitter.node("Relu", [y]);
}

/** factor · x + one number a channel, for an image. */
export function scaled(emitter: Emitter, x: string, factor: number, bias: readonly number[]): string {
  const channels = bias.length;
  const weight = emitter.floats(new Array<number>(channels).fill(factor), [channels, 1, 1, 1]);
  return emitter.node("Conv", [x, weight, emitter.floats(bias)], { group: channels, kernel_shape: [1, 1] });
}
