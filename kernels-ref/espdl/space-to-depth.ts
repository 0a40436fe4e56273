import { stridesOf } from "../array.js";
import { numberAttribute } from "../attributes.js";
import { copyBox, whole } from "../movement.js";
import type { Kernel } from "../operator.js";

/**
 * `espdl.space_to_depth`, [N, H, W, C]: blocks of `blocksize`² pixels become channels, numbered
 * [channel, block row, block column] (ONNX numbers them with the channel last).
 */
export const spaceToDepth: Kernel = ([data], attributes, [output]) => {
  const b = numberAttribute(attributes, "blocksize");
  const [n, h, w] = output.shape;
  const channels = data.shape[3];
  const [sn, sh, sw, sc] = stridesOf(data.shape);
  const from = { array: data, offset: 0, strides: [sn, b * sh, b * sw, sc, sh, sw] };
  const box = [n, h, w, channels, b, b];
  copyBox(box, from, { ...whole(output), strides: stridesOf(box) });
};
