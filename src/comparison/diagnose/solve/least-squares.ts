/**
 * Least squares with a weak pull to zero, the matrix factored once for many right sides.
 * @param rows `count` rows of `width` numbers, one behind the other
 */
export class LeastSquares {
  private readonly factor: Float64Array;

  constructor(
    private readonly rows: Int16Array | Float64Array,
    private readonly count: number,
    private readonly width: number,
  ) {
    const gram = products(rows, count, width);
    let trace = 0;
    for (let i = 0; i < width; i++) trace += gram[i * width + i]!;
    const pull = 1e-6 * (trace / width) + 1e-3;
    for (let i = 0; i < width; i++) gram[i * width + i]! += pull;
    this.factor = cholesky(gram, width);
  }

  solve(right: Float64Array): Float64Array {
    const { rows, width, factor } = this;
    const x = new Float64Array(width);
    let k = 0;
    for (; k + 4 <= this.count; k += 4) {
      const [a, b, c, d] = [right[k]!, right[k + 1]!, right[k + 2]!, right[k + 3]!];
      for (let i = 0, at = k * width; i < width; i++, at++)
        x[i] = x[i]! + a * rows[at]! + b * rows[at + width]! + c * rows[at + 2 * width]! + d * rows[at + 3 * width]!;
    }
    for (; k < this.count; k++) for (let i = 0; i < width; i++) x[i]! += right[k]! * rows[k * width + i]!;
    for (let i = 0; i < width; i++) {
      let sum = x[i]!;
      for (let j = 0; j < i; j++) sum -= factor[i * width + j]! * x[j]!;
      x[i] = sum / factor[i * width + i]!;
    }
    for (let i = width - 1; i >= 0; i--) {
      let sum = x[i]!;
      for (let j = i + 1; j < width; j++) sum -= factor[j * width + i]! * x[j]!;
      x[i] = sum / factor[i * width + i]!;
    }
    return x;
  }

  /** What the rows make of a solution. */
  apply(x: Float64Array): Float64Array {
    const { rows, count, width } = this;
    const result = new Float64Array(count);
    for (let k = 0; k < count; k++) {
      let sum = 0;
      for (let i = 0, at = k * width; i < width; i++, at++) sum += rows[at]! * x[i]!;
      result[k] = sum;
    }
    return result;
  }
}

/** Rowsᵀ · rows, the lower triangle. Four rows at a time: each sum is fetched and put back once for all of them. */
function products(rows: Int16Array | Float64Array, count: number, width: number): Float64Array {
  const gram = new Float64Array(width * width);
  let k = 0;
  for (; k + 4 <= count; k += 4) {
    const at = k * width;
    for (let i = 0; i < width; i++) {
      const [a, b] = [rows[at + i]!, rows[at + width + i]!];
      const [c, d] = [rows[at + 2 * width + i]!, rows[at + 3 * width + i]!];
      if (a === 0 && b === 0 && c === 0 && d === 0) continue;
      for (let j = 0, to = i * width, from = at; j <= i; j++, to++, from++)
        gram[to] =
          gram[to]! +
          a * rows[from]! +
          b * rows[from + width]! +
          c * rows[from + 2 * width]! +
          d * rows[from + 3 * width]!;
    }
  }
  for (; k < count; k++)
    for (let i = 0; i < width; i++)
      for (let j = 0; j <= i; j++) gram[i * width + j]! += rows[k * width + i]! * rows[k * width + j]!;
  return gram;
}

/** In place; the lower triangle of the factor. */
function cholesky(a: Float64Array, n: number): Float64Array {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= a[i * n + k]! * a[j * n + k]!;
      a[i * n + j] = i === j ? Math.sqrt(Math.max(sum, 1e-9)) : sum / a[j * n + j]!;
    }
  }
  return a;
}
