import { all, FILLS, type Probe } from "./probe.js";
import { noise } from "./signals.js";

const OPS =
  /^(layout_transform|transpose|reshape|squeeze|expand_dims|nn\.batch_flatten|nn\.pad|concatenate|split|strided_slice|take|gather\w*|tile|repeat|image\.resize2d)$/;

/** Layers that only move elements. */
export const movement: Probe = {
  name: "layout, transpose, pad, concat, split, slices, nearest resize",
  tells:
    "which element stands in place of which: order of axes, offsets, mirrored or exchanged rows, columns and channels, what is not written",
  applies: ({ op }) => OPS.test(op),
  first: () => [all(noise(), FILLS[0]), all(noise(), FILLS[1]), ...Array.from({ length: 5 }, () => all(noise()))],
  more: (_, most) => Array.from({ length: Math.min(most, 4) }, () => all(noise())),
};
