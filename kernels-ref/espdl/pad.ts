import { sizeOf, stridesOf } from "../array.js";
import { numberAttribute, numbersAttribute, stringAttribute } from "../attributes.js";
import type { Kernel } from "../operator.js";

/** Marks a position of the output that comes from no element of the data. */
const OUTSIDE = -1;

/**
 * `espdl.pad`: the data with `pads` [before each axis …, after each axis …] around it; `mode` constant puts `value`
 * there (as it is, whatever its exponent), edge repeats the border, reflect mirrors without repeating it.
 */
export const pad: Kernel = ([data], attributes, [output]) => {
  const pads = numbersAttribute(attributes, "pads");
  const mode = stringAttribute(attributes, "mode");
  const value = numberAttribute(attributes, "value");
  const strides = stridesOf(data.shape);
  const sources = padSources(data.shape, pads, mode);
  const x = data.data;
  const out = output.data;
  const position = new Array<number>(output.shape.length).fill(0);
  for (let i = 0; i < sizeOf(output.shape); i++) {
    let from = 0;
    for (let axis = 0; axis < position.length; axis++) {
      const source = sources[axis][position[axis]];
      from = source === OUTSIDE || from === OUTSIDE ? OUTSIDE : from + source * strides[axis];
    }
    out[i] = from === OUTSIDE ? value : x[from];
    for (let axis = position.length - 1; axis >= 0 && ++position[axis] === output.shape[axis]; axis--)
      position[axis] = 0;
  }
};

/** For each axis, which position of the data each position of the output shows; −1 where it is the value. */
export function padSources(shape: readonly number[], pads: readonly number[], mode: string): Int32Array[] {
  return shape.map((length, axis) =>
    Int32Array.from({ length: length + pads[axis] + pads[axis + shape.length] }, (_, i) =>
      sourceOf(i - pads[axis], length, mode),
    ),
  );
}

function sourceOf(index: number, length: number, mode: string): number {
  if (index >= 0 && index < length) return index;
  if (mode === "constant") return OUTSIDE;
  if (mode === "edge") return index < 0 ? 0 : length - 1;
  const period = 2 * (length - 1);
  const mirrored = ((index % period) + period) % period;
  return mirrored < length ? mirrored : period - mirrored;
}
