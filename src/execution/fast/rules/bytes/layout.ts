import { stringAttribute } from "../../../../../kernels-ref/attributes.js";
import type { Held } from "../../held.js";
import { type FastRule, isHeld } from "../../rule.js";

/** `layout_transform` of what is held as bytes. */
export const layoutTransformBytes: FastRule = ({ attributes, inputs, type }, emitter) => {
  const [data] = inputs;
  if (!isBytes(data)) return undefined;
  const way = `${stringAttribute(attributes, "src_layout")}>${stringAttribute(attributes, "dst_layout")}`;
  const perm = { "NCHW>NHWC": [0, 2, 3, 1], "NHWC>NCHW": [0, 3, 1, 2] }[way];
  if (perm === undefined) return undefined;
  return { ...data, name: emitter.node("Transpose", [data.name], { perm }), shape: type.shape };
};

/** Reshapes of what is held as bytes that leave the first axis, the batch, alone. */
export const reshapeBytes: FastRule = ({ inputs, type }, emitter) => {
  const [data] = inputs;
  if (!isBytes(data) || type.shape[0] !== 1) return undefined;
  const sizes = emitter.ints([-1, ...type.shape.slice(1)]);
  return { ...data, name: emitter.node("Reshape", [data.name, sizes]), shape: type.shape };
};

function isBytes(input: Parameters<typeof isHeld>[0]): input is Held {
  return isHeld(input) && input.zero !== undefined;
}
