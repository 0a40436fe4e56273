import { type NdArray, sizeOf, type TypedArray } from "../array.js";
import { KernelError } from "../kernel-error.js";

/**
 * The right operand of a matrix product in C order. An activation is stored as a convolution's kernel, matrix [K, N] by
 * matrix: `transposed` [N][K] (portable C), or `blocked` (S3, P4): blocks [K][A] of A = 16 (int8) or 8 (int16) columns,
 * then the columns left over as [n][K]. `plain` is C order already.
 */
export function unpackMatrices(array: NdArray, layout: string): NdArray {
  if (layout === "plain" || array.shape.length < 2) return array;
  if (layout !== "transposed" && layout !== "blocked")
    throw new KernelError(`a matrix is plain, transposed or blocked, got ${layout}`);
  const [k, n] = array.shape.slice(-2);
  const block = layout === "blocked" ? 16 / array.data.BYTES_PER_ELEMENT : n + 1;
  const aligned = n - (n % block);
  const Storage = array.data.constructor as new (length: number) => TypedArray;
  const data = new Storage(array.data.length);
  for (let start = 0; start < sizeOf(array.shape); start += k * n) {
    for (let row = 0; row < k; row++) {
      for (let column = 0; column < n; column++) {
        const first = column - (column % block);
        const at = column < aligned ? first * k + row * block + (column - first) : column * k + row;
        data[start + row * n + column] = array.data[start + at];
      }
    }
  }
  return { ...array, data };
}
