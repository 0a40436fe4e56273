/** Shapes of two operands and their output after ESP-DL merged neighbouring axes; all of the same rank. */
export interface MergedShapes {
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly output: readonly number[];
}

/** Axes are aligned at the end; from the front, two that agree in both shapes become one, as do two that are 1 in the same. */
export function mergeShapes(left: readonly number[], right: readonly number[]): MergedShapes {
  const rank = Math.max(left.length, right.length, 1);
  const [a, b] = [left, right].map((shape) => [...new Array<number>(rank - shape.length).fill(1), ...shape]) as [
    number[],
    number[],
  ];
  let last = rank - 1;
  for (let i = 0; i < rank; i++) {
    let j = i + 1;
    for (; j < rank; j++) {
      const agree = a[i] === b[i] && a[j] === b[j];
      if (!agree && !(a[i] === 1 && a[j] === 1) && !(b[i] === 1 && b[j] === 1)) break;
      a[i]! *= a[j]!;
      b[i]! *= b[j]!;
      a[j] = 1;
      b[j] = 1;
    }
    if (j === rank) {
      last = i;
      break;
    }
  }
  const [merged, other] = [a.slice(0, last + 1), b.slice(0, last + 1)];
  return { left: merged, right: other, output: merged.map((length, axis) => Math.max(length, other[axis]!)) };
}

/**
 * Where the operands of each row of the output begin, in elements, as the C++ steps: along the second axis by a row or not
 * at all, and after it by what brings a repeated operand back or a repeating one on. That is broadcasting, but for
 * shapes that are repeated in every other axis.
 */
export function rowOffsets({ left, right, output }: MergedShapes): (readonly [number, number])[] {
  const [d1, d2, d3] = [2, 3, 4].map((from) => output[output.length - from] ?? 1) as [number, number, number];
  const steps = [left, right].map(stepsOf) as [Steps, Steps];
  const at: [number, number] = [0, 0];
  const rows: [number, number][] = [];
  const advance = (key: keyof Steps): void => {
    at[0] += steps[0][key];
    at[1] += steps[1][key];
  };
  for (let k = 0; k < d3; k++) {
    for (let j = 0; j < d2; j++) {
      for (let i = 0; i < d1; i++) {
        rows.push([...at]);
        advance("row");
      }
      advance("plane");
    }
    advance("volume");
  }
  return rows;
}

interface Steps {
  readonly row: number;
  readonly plane: number;
  readonly volume: number;
}

function stepsOf(shape: readonly number[]): Steps {
  const rank = shape.length;
  const row = rank < 2 || shape[rank - 2] === 1 ? 0 : shape[rank - 1]!;
  return { row, plane: stride(shape, rank - 3), volume: stride(shape, rank - 4) };
}

/** ESP-DL's calculate_elemwise_stride: what is added when the loop over `axis` turns. */
function stride(shape: readonly number[], axis: number): number {
  if (axis < 0 || shape[axis]! > 1 === shape[axis + 1]! > 1) return 0;
  const inner = shape.slice(axis + 1).reduce((product, length) => product * length, 1);
  return shape[axis]! > 1 ? inner : -inner;
}
