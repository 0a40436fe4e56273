import { LeastSquares } from "./least-squares.js";

/** Sums that are bounded from both sides: `rows` of `width` numbers, one for each of `pixels`. */
export interface System {
  readonly pixels: readonly number[];
  readonly rows: Int16Array;
  readonly width: number;
  readonly solver: LeastSquares;
}

/** Distance between bounds from which on a value is at the end of its range. */
const FAR = 2 ** 27;
/** Multiplications that the rounds of one channel may cost, and their number. */
const WORK = 1e8;
const ROUNDS = 120;
/** Share of the weights that may differ where they are solved for apart. */
const MOST = 0.7;
/** Changes below which a weight is taken for the model's, where data is short. */
const THRESHOLDS = [0.5, 1, 2, 4, 8, 16];

/**
 * Whole numbers, the last for the bias, that put every sum between its bounds.
 * @param own the model's weights, to which the numbers are added
 */
export function settle(
  system: System,
  low: Float64Array,
  high: Float64Array,
  own: ArrayLike<number>,
): Float64Array | undefined {
  const change = fitted(system.solver, low, high, system);
  const holds = (candidate: Float64Array): boolean => inside(system, candidate, low, high);
  // What is cut off by a shift leaves a little for the bias: first without.
  const settled = (candidate: Float64Array): Float64Array | undefined =>
    [candidate.with(own.length, 0), candidate].find(holds);
  const rounded = settled(change.map(Math.round));
  if (rounded !== undefined) return rounded;
  for (const least of THRESHOLDS) {
    const support = [...change.keys()].filter((i) => Math.abs(change[i]!) >= least);
    if (support.length === 0) return undefined;
    // So many that differ are no few that differ: another law.
    if (support.length > MOST * change.length) continue;
    const snapped = [0, -1].map((to) =>
      change.map((_, i) => (support.includes(i) && i < own.length ? to - own[i]! : 0)),
    );
    for (const candidate of snapped) if (holds(candidate)) return candidate;
    const some = restricted(system, low, high, support);
    const part = fitted(some.system.solver, some.low, some.high, some.system);
    const whole = new Float64Array(change.length);
    for (const [k, i] of support.entries()) whole[i] = Math.round(part[k]!);
    const found = settled(whole);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The same with few columns, and as many rows as they want. */
function restricted(
  { rows, width, pixels }: System,
  low: Float64Array,
  high: Float64Array,
  support: readonly number[],
) {
  const step = Math.max(1, Math.floor(pixels.length / (8 * support.length + 400)));
  const some = pixels.filter((_, k) => k % step === 0);
  const count = support.length;
  const narrow = new Int16Array(some.length * count);
  for (let k = 0; k < some.length; k++)
    for (let j = 0; j < count; j++) narrow[k * count + j] = rows[k * step * width + support[j]!]!;
  const system: System = {
    pixels: some,
    rows: narrow,
    width: count,
    solver: new LeastSquares(narrow, some.length, count),
  };
  const take = (values: Float64Array): Float64Array => Float64Array.from(some, (_, k) => values[k * step]!);
  return { system, low: take(low), high: take(high) };
}

function inside({ rows, width, pixels }: System, change: Float64Array, low: Float64Array, high: Float64Array): boolean {
  for (let k = 0; k < pixels.length; k++) {
    let sum = 0;
    for (let i = 0, at = k * width; i < width; i++, at++) sum += rows[at]! * change[i]!;
    if (sum < low[k]! || sum > high[k]!) return false;
  }
  return true;
}

/** Numbers whose sums lie between bounds as far as they can; where a value is at the end of its range one bound is far away. */
function fitted(solver: LeastSquares, low: Float64Array, high: Float64Array, { pixels, width }: System): Float64Array {
  const right = new Float64Array(low.length);
  let made: Float64Array = new Float64Array(low.length);
  let change: Float64Array = new Float64Array(width);
  const rounds = Math.max(8, Math.min(ROUNDS, Math.floor(WORK / (2 * pixels.length * width))));
  for (let round = 0; round < rounds; round++) {
    let open = false;
    for (let k = 0; k < right.length; k++) {
      const [from, to] = [low[k]!, high[k]!];
      if (to - from < FAR) right[k] = (from + to) / 2;
      else {
        right[k] = Math.min(Math.max(made[k]!, from), to);
        open = true;
      }
    }
    const next = solver.solve(right);
    let moved = 0;
    for (let i = 0; i < width; i++) moved = Math.max(moved, Math.abs(next[i]! - change[i]!));
    change = next;
    if (!open || moved < 0.002) return change;
    made = solver.apply(change);
  }
  return change;
}
