import type { Tensor } from "../../base/tensor/tensor.js";
import { outputId } from "../../ir/graph/output-id.js";
import type { Program } from "../../ir/graph/program.js";
import { type ImageLayout, otherLayout, PERMUTATION } from "./image-layout.js";
import { layerLayouts } from "./layer-layouts.js";

/** The layout in which a run keeps the image of a layer; undefined for what is no image. */
export type StoredLayout = (layer: { readonly id: string; readonly tensor: Tensor }) => ImageLayout | undefined;

/**
 * Reads a run's layouts off its shapes: the program's layout, unless only the other one gives the run's shape, as where the
 * float model that the program came from keeps every image NCHW. An image whose sides tell nothing has the program's.
 */
export function storedLayouts(program: Program): StoredLayout {
  const layouts = layerLayouts(program);
  const shapes = new Map(
    program.layers.flatMap((layer) =>
      layer.types.map(({ shape }, output) => [outputId(layer.id, output), shape] as const),
    ),
  );
  return ({ id, tensor }) => {
    const layout = layouts.get(id);
    const shape = shapes.get(id);
    if (layout === undefined || shape === undefined || tensor.shape.join() === shape.join()) return layout;
    const other = otherLayout(layout);
    const turned = PERMUTATION[other].map((axis) => shape[axis]);
    return turned.join() === tensor.shape.join() ? other : layout;
  };
}
