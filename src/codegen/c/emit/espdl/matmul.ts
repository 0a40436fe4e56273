import { sizeOf } from "../../../../../kernels-ref/array.js";
import { stringAttribute } from "../../../../../kernels-ref/attributes.js";
import { broadcastStrides } from "../../../../../kernels-ref/broadcast.js";
import { Tensor } from "../../../../base/tensor/tensor.js";
import { list } from "../../number.js";
import { type Emitter, refuse } from "../emitter.js";
import { productSuffix, sumsOf, wholeBlocks } from "./sums.js";

const RANK_MAX = 8;

/** `espdl.matmul`. */
export const emitDlMatmul: Emitter = (site) => {
  const { call, types, constants } = site;
  const [leftShape, rightShape] = [types[0]!.shape, types[1]!.shape];
  const a = leftShape.length === 1 ? [1, ...leftShape] : leftShape;
  const b = rightShape.length === 1 ? [...rightShape, 1] : rightShape;
  const [rows, depth] = a.slice(-2) as [number, number];
  const columns = b.at(-1)!;
  const rank = Math.max(a.length, b.length) - 2;
  if (rank > RANK_MAX) refuse(site, `${rank + 2} axes`);
  const batch = Array.from({ length: rank }, (_, i) =>
    Math.max(a[i + a.length - 2 - rank] ?? 1, b[i + b.length - 2 - rank] ?? 1),
  );
  const strides = (shape: readonly number[]): string =>
    rank === 0 ? "{0}" : list(broadcastStrides(shape.slice(0, -2), batch));
  const layout = stringAttribute(call.attributes, "right_layout", "plain");
  const block = layout === "plain" ? columns : layout === "transposed" ? 1 : types[0]!.dtype === "int8" ? 16 : 8;
  const constant = constants[1];
  const packed = constant && (layout === "plain" ? transposed(constant, depth, columns) : constant);
  const right = packed === undefined ? site.read(1) : site.pass(packed, "weights");
  const isRow = packed !== undefined && layout === "plain";
  const bound = isRow && rank === 0 ? packed : undefined;
  const sums = sumsOf(site, bound, columns, wholeBlocks(site, columns));
  const fields = [rows, depth, columns, isRow ? 1 : block, sizeOf(batch), rank];
  const box = [rank === 0 ? "{1}" : list(batch), strides(a), strides(b)];
  return [
    `  static const struct dl_matmul matmul = {${[sums.text, ...fields, ...box].join(", ")}};`,
    `  dl_matmul_${productSuffix(site)}(&matmul, ${site.read(0)}, ${right}, ${sums.bias}, ${sums.shifts}, ${site.write(0)});`,
  ].join("\n");
};

/** Every [K, N] as [N][K], so that a column's elements lie side by side. */
function transposed(matrices: Tensor, depth: number, columns: number): Tensor {
  const { data } = Tensor.zeros(matrices.dtype, [matrices.size]);
  for (let start = 0; start < matrices.size; start += depth * columns)
    for (let k = 0; k < depth; k++)
      for (let n = 0; n < columns; n++) data[start + n * depth + k] = matrices.data[start + k * columns + n]!;
  return new Tensor(matrices.dtype, [matrices.size], data);
}
