import { stridesOf } from "./array.js";
import { copyBox } from "./movement.js";
import type { Kernel } from "./operator.js";

/** The walk of a tile over both shapes of one rank: along every axis the repetitions, then the data. */
export function tileBox(data: readonly number[], result: readonly number[]) {
  const strides = stridesOf(data);
  const shape = data.flatMap((length, axis) => [length === 0 ? 0 : result[axis] / length, length]);
  return { shape, from: strides.flatMap((stride) => [0, stride]), to: stridesOf(shape) };
}

/** `tile`: the whole data over and over along every axis, as often as it fits the output. */
export const tile: Kernel = ([data], _attributes, [output]) => {
  const { shape, from, to } = tileBox(data.shape, output.shape);
  copyBox(shape, { array: data, offset: 0, strides: from }, { array: output, offset: 0, strides: to });
};
