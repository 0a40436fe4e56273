import { normalizeAxis, numberAttribute } from "../../../../kernels-ref/attributes.js";
import { type FastRule, isHeld } from "../rule.js";

/** `concatenate` along any axis but the batch; images along their channels stay images. */
export const concatenate: FastRule = ({ attributes, inputs, type }, emitter) => {
  const rank = type.shape.length;
  const axis = normalizeAxis(numberAttribute(attributes, "axis", 0), rank);
  const parts = inputs.filter(isHeld);
  if (axis === 0 || parts.length !== inputs.length || parts.length === 0) return undefined;
  const grid = parts[0]!.grid;
  const images = rank === 4 && parts.some(({ image }) => image);
  const held = parts.map((part) => (images ? emitter.settled(emitter.image(part)) : emitter.plain(part)));
  const place = images ? [0, 2, 3, 1][axis]! : axis;
  const name = emitter.node(
    "Concat",
    held.map((part) => part.name),
    { axis: place },
  );
  const low = Math.min(...parts.map((part) => part.low));
  const high = Math.max(...parts.map((part) => part.high));
  const same = parts.every((part) => part.grid === grid);
  return { name, shape: type.shape, image: images, grid: same ? grid : undefined, low, high };
};
