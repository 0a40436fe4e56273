import { type NdArray, sizeOf } from "../array.js";
import { numbersAttribute, stringAttribute } from "../attributes.js";
import { broadcastStrides } from "../broadcast.js";
import type { Kernel } from "../operator.js";
import { convolve } from "./convolve.js";
import { unpackMatrices } from "./packed-matrix.js";

/**
 * `espdl.matmul`: ONNX Gemm and MatMul on int8 or int16: [..., M, K] · [..., K, N] with the leading axes broadcast, and
 * optionally a bias of N in the accumulator's scale. A vector on the left is one row, on the right one column.
 * `right_layout` is how the right one is stored, see `unpackMatrices`. Attributes `shift` (one, or one a column) and `relu` as in `espdl.conv`; each product is a 1 × 1 convolution.
 */
export const matmul: Kernel = ([left, packed, bias], attributes, [output], arithmetic) => {
  const right = unpackMatrices(packed, stringAttribute(attributes, "right_layout", "plain"));
  const a = left.shape.length === 1 ? [1, ...left.shape] : left.shape;
  const b = right.shape.length === 1 ? [...right.shape, 1] : right.shape;
  const [m, k] = a.slice(-2);
  const n = b[b.length - 1];
  const rank = Math.max(a.length, b.length) - 2;
  const batch = Array.from({ length: rank }, (_, i) =>
    Math.max(a[i + a.length - 2 - rank] ?? 1, b[i + b.length - 2 - rank] ?? 1),
  );
  const leftStrides = broadcastStrides(a.slice(0, -2), batch);
  const rightStrides = broadcastStrides(b.slice(0, -2), batch);
  const requantization = { shift: numbersAttribute(attributes, "shift"), relu: attributes.relu === true };
  const geometry = { data_layout: "NHWC", kernel_layout: "HWIO" };
  for (let matrix = 0; matrix < sizeOf(batch); matrix++) {
    const index = unravel(matrix, batch);
    const at = (strides: readonly number[]): number =>
      strides.reduce((sum, stride, axis) => sum + stride * index[axis], 0);
    const start = matrix * m * n;
    convolve(
      view(left, at(leftStrides), [1, 1, m, k]),
      view(right, at(rightStrides), [1, 1, k, n]),
      bias,
      view(output, matrix, [1, 1, m, n]),
      geometry,
      requantization,
      arithmetic,
      (element) => arithmetic.onLaneSaturation?.(output, start + element),
    );
  }
};

function unravel(index: number, shape: readonly number[]): number[] {
  let rest = index;
  return shape.map((_, axis) => {
    const inner = sizeOf(shape.slice(axis + 1));
    const position = Math.floor(rest / inner);
    rest -= position * inner;
    return position;
  });
}

/** The `matrix`-th block of `shape` of a larger array; shares the storage. */
function view(array: NdArray, matrix: number, shape: readonly number[]): NdArray {
  const size = sizeOf(shape);
  return { dtype: array.dtype, shape, data: array.data.subarray(matrix * size, (matrix + 1) * size) };
}
