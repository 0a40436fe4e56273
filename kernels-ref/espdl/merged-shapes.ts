/**
 * Lengths of the innermost axis of two broadcast shapes after ESP-DL merged neighbouring axes: two that agree in both
 * shapes become one, as do two that are 1 in the same shape. Axes are aligned at the end and merged from the front.
 */
export function mergedInner(
  left: readonly number[],
  right: readonly number[],
): { readonly left: number; readonly right: number } {
  const rank = Math.max(left.length, right.length, 1);
  const aligned = (shape: readonly number[]): number[] => [...new Array<number>(rank - shape.length).fill(1), ...shape];
  const a = aligned(left);
  const b = aligned(right);
  let last = rank - 1;
  for (let i = 0; i < rank; i++) {
    let j = i + 1;
    for (; j < rank; j++) {
      const agree = a[i] === b[i] && a[j] === b[j];
      if (!agree && !(a[i] === 1 && a[j] === 1) && !(b[i] === 1 && b[j] === 1)) break;
      a[i] *= a[j];
      b[i] *= b[j];
      a[j] = 1;
      b[j] = 1;
    }
    if (j === rank) {
      last = i;
      break;
    }
  }
  return { left: a[last], right: b[last] };
}
