import type { Program } from "./program.js";

/** The trace id of a layer's `output`-th tensor: the layer's own id for the first, `id:1`, `id:2` … for the others. */
export function outputId(id: string, output: number): string {
  return output === 0 ? id : `${id}:${output}`;
}

/** The trace ids of a program's outputs, in the model's order. */
export function outputIds({ layers, outputs }: Program): string[] {
  return outputs.map(({ layer, output }) => outputId(layers[layer]!.id, output));
}
