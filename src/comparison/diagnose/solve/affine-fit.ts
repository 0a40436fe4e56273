/** A sum of multiples of some numbers and a constant. */
export interface Affine {
  readonly factors: readonly number[];
  readonly offset: number;
  /** How near to a tie a result may be and still be known. */
  readonly near: number;
}

/** Points of one fit: `width` numbers each, and the integer that they were rounded to. */
export interface Points {
  readonly width: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** How far beyond a half a point may lie: float32 rounds on the way. */
const TIE = 1e-3;
/** The same for numbers that were only solved for. */
const LOOSE = 0.02;
const ROUNDS = 60;

/**
 * The affine function that gives every integer when it is rounded; with short numbers where those do.
 * @param unit what one step of the integers stands for, so that a factor of 1 reads as 1
 */
export function fitAffine(points: Points, unit: number): Affine | undefined {
  const start = leastSquares(points);
  const whole = start && feasible(points, start);
  return whole && shortened(points, whole, unit);
}

export function affineAt({ factors, offset }: Affine, x: ArrayLike<number>, at: number): number {
  let sum = offset;
  for (let k = 0; k < factors.length; k++) sum += factors[k]! * x[at + k]!;
  return sum;
}

function farthest({ width, x, y }: Points, affine: Affine): number {
  let far = 0;
  for (let k = 0; k < y.length; k++) far = Math.max(far, Math.abs(affineAt(affine, x, k * width) - y[k]!));
  return far;
}

function leastSquares({ width, x, y }: Points): Affine | undefined {
  const n = width + 1;
  const matrix = Array.from({ length: n }, () => new Float64Array(n + 1));
  const row = new Float64Array(n);
  for (let k = 0; k < y.length; k++) {
    for (let i = 0; i < width; i++) row[i] = x[k * width + i]!;
    row[width] = 1;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) matrix[i]![j]! += row[i]! * row[j]!;
      matrix[i]![n]! += row[i]! * y[k]!;
    }
  }
  for (let i = 0; i < n; i++) {
    let pivot = i;
    for (let r = i + 1; r < n; r++) if (Math.abs(matrix[r]![i]!) > Math.abs(matrix[pivot]![i]!)) pivot = r;
    [matrix[i], matrix[pivot]] = [matrix[pivot]!, matrix[i]!];
    if (Math.abs(matrix[i]![i]!) < 1e-9 * (y.length + 1)) return undefined;
    for (let r = 0; r < n; r++) {
      if (r === i) continue;
      const by = matrix[r]![i]! / matrix[i]![i]!;
      for (let j = i; j <= n; j++) matrix[r]![j]! -= by * matrix[i]![j]!;
    }
  }
  const solution = matrix.map((line, i) => line[n]! / line[i]!);
  return { factors: solution.slice(0, width), offset: solution[width]!, near: LOOSE };
}

/** Moves the function until every point is within a half, one point that is not after the other. */
function feasible(points: Points, start: Affine): Affine | undefined {
  const { width, x, y } = points;
  const factors = [...start.factors];
  let { offset } = start;
  for (let round = 0; round < ROUNDS; round++) {
    let moved = false;
    for (let k = 0; k < y.length; k++) {
      const off = affineAt({ factors, offset, near: LOOSE }, x, k * width) - y[k]!;
      if (Math.abs(off) <= 0.5) continue;
      if (Math.abs(off) > 2) return undefined;
      moved = true;
      let size = 1;
      for (let i = 0; i < width; i++) size += x[k * width + i]! ** 2;
      const by = (off - 0.499 * Math.sign(off)) / size;
      for (let i = 0; i < width; i++) factors[i]! -= by * x[k * width + i]!;
      offset -= by;
    }
    if (!moved) break;
  }
  const found = { factors, offset, near: LOOSE };
  return farthest(points, found) <= 0.5 + LOOSE ? found : undefined;
}

/** The same with as few digits as will do. */
function shortened(points: Points, whole: Affine, unit: number): Affine {
  let found = whole;
  const tryOut = (change: (value: number) => number, which: number): boolean => {
    const factors = found.factors.map((factor, i) =>
      which < 0 || i === which ? change(factor * unit) / unit : factor,
    );
    const offset = which < 0 || which === factors.length ? change(found.offset * unit) / unit : found.offset;
    const candidate = { factors, offset, near: 2 * TIE };
    if (!(farthest(points, candidate) <= 0.5 + TIE)) return false;
    found = candidate;
    return true;
  };
  const digits = (count: number) => (value: number) => Number(value.toPrecision(count));
  const ways = [digits(1), digits(2), inverse, part(256), part(64), part(128), digits(3), digits(4)];
  const near = (value: number): number => (Math.abs(value) < 0.02 ? 0 : Number(value.toPrecision(2)));
  if (tryOut(near, -1)) return found;
  for (let which = 0; which <= whole.factors.length; which++)
    for (const way of [
      (value: number) => (Math.abs(value) < 0.02 ? 0 : Number.NaN),
      (value: number) => Math.round(value),
      ...ways,
    ])
      if (tryOut(way, which)) break;
  return found;
}

const inverse = (value: number): number => 1 / Math.round(1 / value);
const part = (of: number) => (value: number) => Math.round(value * of) / of;
