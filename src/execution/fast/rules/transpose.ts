import { normalizeAxis, numbersAttribute } from "../../../../kernels-ref/attributes.js";
import { type FastRule, isHeld } from "../rule.js";

/** `transpose` that leaves the first axis, the batch, in front. */
export const transpose: FastRule = ({ attributes, inputs, type }, emitter) => {
  const [data] = inputs;
  if (!isHeld(data)) return undefined;
  const rank = data.shape.length;
  const reversed = data.shape.map((_, axis) => rank - 1 - axis);
  const perm = numbersAttribute(attributes, "axes", reversed).map((axis) => normalizeAxis(axis, rank));
  if (perm[0] !== 0) return undefined;
  if (perm.join() === "0,2,3,1" && !data.image) return { ...data, shape: type.shape, image: true };
  if (perm.join() === "0,3,1,2") return { ...emitter.settled(emitter.image(data)), shape: type.shape, image: false };
  const plain = emitter.plain(data);
  return { ...plain, name: emitter.node("Transpose", [plain.name], { perm }), shape: type.shape };
};
