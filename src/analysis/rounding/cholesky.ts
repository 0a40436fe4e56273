/**
 * The lower triangle L with L·Lᵀ = A.
 * @param matrix symmetric and positive definite, [size, size]; what stands above the diagonal is not read
 */
export function cholesky(matrix: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * size + j]!;
      for (let k = 0, a = i * size, b = j * size; k < j; k++) sum -= lower[a + k]! * lower[b + k]!;
      lower[i * size + j] = i === j ? Math.sqrt(sum) : sum / lower[j * size + j]!;
    }
  }
  return lower;
}

/** x with L·Lᵀ·x = b. */
export function solve(lower: Float64Array, b: Float64Array): Float64Array {
  const size = b.length;
  const x = Float64Array.from(b);
  for (let i = 0; i < size; i++) {
    let sum = x[i]!;
    for (let k = 0; k < i; k++) sum -= lower[i * size + k]! * x[k]!;
    x[i] = sum / lower[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    x[i]! /= lower[i * size + i]!;
    const value = x[i]!;
    for (let k = 0, row = i * size; k < i; k++) x[k]! -= lower[row + k]! * value;
  }
  return x;
}
