import { Tensor } from "../../base/tensor/tensor.js";
import type { QuantizedEspdl } from "../../espdl/write/quantize-espdl.js";

/** Between the order of axes that a tensor has in the file and that of the float model. */
export interface Order {
  readonly toFloat: (tensor: Tensor) => Tensor;
  readonly toFile: (tensor: Tensor) => Tensor;
}

/**
 * The order of a tensor in the file: as in the float model, or with its channels at the end. Where the sizes do not tell
 * it (as many channels as rows and columns), the values do: those of the right order are like the float tensor's.
 * @returns undefined where no order gives the float tensor's shape
 */
export function orderOf(found: Tensor, exact: Tensor): Order | undefined {
  const { shape } = exact;
  const isPlain = shape.join() === found.shape.join();
  const isMovable = shape.length >= 3 && [shape[0], ...shape.slice(2), shape[1]].join() === found.shape.join();
  if (!isPlain && !isMovable) return undefined;
  const moved = channelsLast(shape, found.shape);
  const isMoved = isMovable && (!isPlain || likeness(moved.toFloat(found), exact) > likeness(found, exact));
  return isMoved ? moved : SAME;
}

const SAME: Order = { toFloat: (tensor) => tensor, toFile: (tensor) => tensor };

/**
 * The order that the writer of an `.espdl` gave an input or output; what a Transpose of the model does at the ends, the
 * file does not.
 * @param shape in the float model
 */
export function orderIn(
  { draft, model }: Pick<QuantizedEspdl, "draft" | "model">,
  name: string,
  shape: readonly number[],
): Order {
  const permutation = draft.permutations.get(name);
  const end = [...model.graph.inputs, ...model.graph.outputs].find((value) => value.name === name);
  const dims = end?.dims?.map(Number) ?? shape;
  if (permutation === undefined || permutation.every((axis, i) => axis === i)) return SAME;
  return permutation.map((axis) => shape[axis]).join() === dims.join() ? channelsLast(shape, dims) : SAME;
}

/** [N, C, space …] and [N, space …, C]. */
function channelsLast(float: readonly number[], file: readonly number[]): Order {
  const [batch = 1, channels = 1] = float;
  const space = float.slice(2).reduce((product, dim) => product * dim, 1);
  return {
    toFloat: (tensor) => swapped(tensor, batch, space, channels, float),
    toFile: (tensor) => swapped(tensor, batch, channels, space, file),
  };
}

/** [batch, rows, columns] → [batch, columns, rows], under another name of its sizes. */
function swapped({ dtype, data }: Tensor, batch: number, rows: number, columns: number, shape: readonly number[]) {
  const result = Tensor.zeros(dtype, shape);
  const area = rows * columns;
  for (let i = 0; i < batch * area; i++) {
    const at = i % area;
    result.data[i - at + (at % columns) * rows + Math.floor(at / columns)] = data[i]!;
  }
  return result;
}

/** Σ x·y: the larger, the more alike are tensors of the same values. */
function likeness({ data: found }: Tensor, { data: exact }: Tensor): number {
  let sum = 0;
  for (let i = 0; i < exact.length; i++) sum += Number(found[i]) * Number(exact[i]);
  return sum;
}
