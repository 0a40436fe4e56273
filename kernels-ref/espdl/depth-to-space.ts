import { stridesOf } from "../array.js";
import { numberAttribute, stringAttribute } from "../attributes.js";
import { copyBox, whole } from "../movement.js";
import type { Kernel } from "../operator.js";

/**
 * `espdl.depth_to_space`, [N, H, W, C]: every `blocksize`² channels become a block of pixels. Channels are numbered
 * [output channel, block row, block column] in `mode` CRD, [block row, block column, output channel] in DCR.
 */
export const depthToSpace: Kernel = ([data], attributes, [output]) => {
  const b = numberAttribute(attributes, "blocksize");
  const [n, h, w] = data.shape;
  const channels = output.shape[3];
  const [sn, sh, sw] = stridesOf(data.shape);
  const crd = stringAttribute(attributes, "mode") === "CRD";
  const [row, column, depth] = crd ? [b, 1, b * b] : [b * channels, channels, 1];
  const from = { array: data, offset: 0, strides: [sn, sh, row, sw, column, depth] };
  const box = [n, h, b, w, b, channels];
  copyBox(box, from, { ...whole(output), strides: stridesOf(box) });
};
