import { sizeOf } from "../../kernels-ref/index.js";
import { numbers } from "../ir/graph/graph.js";
import { macsOf } from "../ir/graph/macs.js";
import type { CallLayer, Program } from "../ir/graph/program.js";

/**
 * Products that a call sums (multiply-accumulates); for a pool the elements it looks at, for any other operator the
 * elements it makes or reads, whichever are more.
 */
export function workOf(program: Program, layer: CallLayer): number {
  const macs = macsOf(program, layer);
  if (macs > 0) return macs;
  const made = layer.types.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  if (layer.op === "espdl.avg_pool" || layer.op === "espdl.max_pool") {
    return made * sizeOf(numbers(layer.attributes, "kernel_shape"));
  }
  const read = layer.inputs.map(({ layer, output }) => sizeOf(program.layers[layer].types[output].shape));
  return read.reduce((most, size) => Math.max(most, size), made);
}
