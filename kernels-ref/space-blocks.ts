import { stridesOf } from "./array.js";
import { numberAttribute, stringAttribute } from "./attributes.js";
import { copyBox } from "./movement.js";
import type { Attributes, Kernel } from "./operator.js";

/** How the channels that a block of pixels becomes are numbered: by [channel, row, column] or [row, column, channel]. */
export type BlockOrder = "CRD" | "DCR";

/** A walk over all elements of an image, once in blocks and once flat: lengths, and strides in both. */
export interface BlockBox {
  readonly shape: readonly number[];
  readonly deep: readonly number[];
  readonly wide: readonly number[];
}

/**
 * `wide` [n, h·b, w·b, c] and `deep` [n, h, w, c·b²] hold the same elements, in any `layout` of N, C, H and W. The walk
 * goes n, h, row of the block, w, column of the block, c.
 */
export function blockBox(
  deep: readonly number[],
  wide: readonly number[],
  layout: string,
  block: number,
  order: BlockOrder,
): BlockBox {
  const axes = [..."NHWC"].map((letter) => layout.indexOf(letter));
  const [n, h, w] = axes.map((axis) => deep[axis]);
  const channels = wide[axes[3]];
  const [deepN, deepH, deepW, deepC] = axes.map((axis) => stridesOf(deep)[axis]);
  const [wideN, wideH, wideW, wideC] = axes.map((axis) => stridesOf(wide)[axis]);
  const [row, column, depth] = order === "CRD" ? [block, 1, block * block] : [block * channels, channels, 1];
  return {
    shape: [n, h, block, w, block, channels],
    deep: [deepN, deepH, row * deepC, deepW, column * deepC, depth * deepC],
    wide: [wideN, block * wideH, wideH, block * wideW, wideW, wideC],
  };
}

/** The box of a call, from the attributes `block_size`, `layout` (default NCHW) and, for depth_to_space, `mode`. */
export function blockBoxOf(deep: readonly number[], wide: readonly number[], attributes: Attributes): BlockBox {
  const layout = stringAttribute(attributes, "layout", "NCHW");
  const order = stringAttribute(attributes, "mode", "DCR") as BlockOrder;
  return blockBox(deep, wide, layout, numberAttribute(attributes, "block_size"), order);
}

/** `nn.depth_to_space`: every `block_size`² channels become a block of pixels. */
export const depthToSpace: Kernel = ([data], attributes, [output]) => {
  const { shape, deep, wide } = blockBoxOf(data.shape, output.shape, attributes);
  copyBox(shape, { array: data, offset: 0, strides: deep }, { array: output, offset: 0, strides: wide });
};

/** `nn.space_to_depth`: blocks of `block_size`² pixels become channels, numbered [row, column, channel]. */
export const spaceToDepth: Kernel = ([data], attributes, [output]) => {
  const { shape, deep, wide } = blockBoxOf(output.shape, data.shape, attributes);
  copyBox(shape, { array: data, offset: 0, strides: wide }, { array: output, offset: 0, strides: deep });
};
