import { broadcastStrides } from "./broadcast.js";
import { copyBox, whole } from "./movement.js";
import type { Kernel } from "./operator.js";

/** `broadcast_to` and `broadcast_to_like`: the first input stretched to the output's shape by numpy's rules. */
export const broadcastTo: Kernel = ([input], _attributes, [output]) => {
  const from = { array: input, offset: 0, strides: broadcastStrides(input.shape, output.shape) };
  copyBox(output.shape, from, whole(output));
};
