/** The trace id of a layer's `output`-th tensor: the layer's own id for the first, `id:1`, `id:2` … for the others. */
export function outputId(id: string, output: number): string {
  return output === 0 ? id : `${id}:${output}`;
}
