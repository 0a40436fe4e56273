import { sizeOf } from "../../kernels-ref/index.js";
import { numbers } from "../graph/graph.js";
import type { CallLayer, Program } from "../graph/program.js";

/**
 * Products that a call sums (multiply-accumulates); for a pool the elements it looks at, for any other operator the
 * elements it makes.
 */
export function workOf(program: Program, layer: CallLayer): number {
  const shapes = layer.inputs.map((operand) => program.layers[operand.layer].types[operand.output].shape);
  const made = layer.types.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const [data, weight, recurrence] = shapes;
  switch (layer.op) {
    case "espdl.conv":
      return (made * sizeOf(weight)) / Math.max(layer.types[0].shape[layer.types[0].shape.length - 1], 1);
    case "espdl.matmul":
      return made * data[data.length - 1];
    case "espdl.avg_pool":
    case "espdl.max_pool":
      return made * sizeOf(numbers(layer.attributes, "kernel_shape"));
    case "espdl.gru":
    case "espdl.lstm":
      return data[0] * (sizeOf(weight) + sizeOf(recurrence));
    default:
      return Math.max(
        made,
        shapes.reduce((most, shape) => Math.max(most, sizeOf(shape)), 0),
      );
  }
}
