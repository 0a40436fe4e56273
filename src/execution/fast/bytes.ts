import type { Tensor } from "../../base/tensor/tensor.js";
import type { Emitter } from "./emitter.js";
import type { Held } from "./held.js";
import { isHeld } from "./rule.js";

/** An operand as float32; constants stay as they are. */
export function asFloats<T extends Held | Tensor>(emitter: Emitter, input: T): T {
  if (!isHeld(input) || input.zero === undefined) return input;
  const known = emitter.otherForm.get(input.name);
  const { zero, ...rest } = input;
  const real = (): string => emitter.node("DequantizeLinear", [input.name, emitter.scalar(1), emitter.byte(zero)]);
  const held: Held = { ...rest, name: known?.name ?? real() };
  emitter.otherForm.set(input.name, held);
  return held as T;
}

/** A held tensor of int8 as bytes; undefined where its integers are none of int8. */
export function asBytes(emitter: Emitter, held: Held): Held | undefined {
  if (held.zero !== undefined) return held;
  if (held.grid !== 0 || held.low < -128 || held.high > 127) return undefined;
  // One value may be held as an image and as what that image is in the program.
  const key = `${held.name} ${held.image} ${held.shape}`;
  const known = emitter.otherForm.get(key);
  if (known !== undefined) return known;
  const settled = emitter.settled(held);
  const zero = held.low >= 0 ? 0 : 128;
  const bytes: Held = { ...settled, image: false, zero, name: toBytes(emitter, settled, zero) };
  emitter.otherForm.set(key, bytes);
  return bytes;
}

/** To the nearest byte above `zero`, ties to even, saturated; an image's channels last, as in the program. */
export function toBytes(emitter: Emitter, held: Held, zero: number): string {
  const bytes = emitter.node("QuantizeLinear", [held.name, emitter.scalar(1), emitter.byte(zero)]);
  if (!held.image) return bytes;
  const placed = emitter.node("Transpose", [bytes], { perm: [0, 2, 3, 1] });
  return held.shape.length === 4
    ? placed
    : emitter.node("Reshape", [placed, emitter.ints([-1, ...held.shape.slice(1)])]);
}
