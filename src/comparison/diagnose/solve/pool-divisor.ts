import type { Along, PoolLaw } from "./pool-law.js";

/** What a sum is divided by, read off. */
export interface Divisor {
  readonly words: readonly string[];
  at(y: number, x: number): number;
}

/** From where on a rounded mean may have been limited. */
const LIMIT = 127;

type Visit = (value: number, found: number, y: number, x: number) => boolean;

/**
 * Divisors that give what was found: the model's, that of the elements that count, and one number throughout.
 * @param visitAll visits sums and what became of them
 */
export function divisors(
  law: PoolLaw,
  { rows, columns }: { readonly rows: Along; readonly columns: Along },
  visitAll: (visit: Visit) => void,
): Divisor[] {
  const taps = (along: Along, at: number, length: number): number => {
    let count = 0;
    for (let k = 0; k < along.taps; k++) {
      const position = at * along.stride - along.before + k * along.dilation;
      if (position >= 0 && position < length) count++;
    }
    return count;
  };
  const inside = (y: number, x: number): number =>
    Math.max(1, taps(rows, y, law.image.h) * taps(columns, x, law.image.w));
  const all: Divisor[] = [{ words: [], at: law.count }];
  const fixed = constant(visitAll, law.unit !== undefined, law.unit ?? 1);
  if (fixed !== undefined) {
    const own = law.count(Math.floor(law.output.h / 2), Math.floor(law.output.w / 2));
    const words =
      fixed === own
        ? `the sum is divided by ${fixed} at the border as well, where fewer elements count`
        : `the sum is divided by ${fixed} instead of ${own}`;
    all.push({ words: [words], at: () => fixed });
  }
  const isOwn = rows === law.rows && columns === law.columns;
  all.push({ words: isOwn ? ["the sum is divided by the elements inside the image only"] : [], at: inside });
  return all;
}

/** The number that each sum was divided by, if it is one; of rounded means the nearest whole one to all of them. */
function constant(visitAll: (visit: Visit) => void, isRounded: boolean, unit: number): number | undefined {
  let divisor: number | undefined;
  let steady = true;
  if (isRounded) {
    let [squares, products] = [0, 0];
    visitAll((sum, found) => {
      if (Math.abs(found) < LIMIT) {
        squares += sum * sum;
        products += sum * found;
      }
      return true;
    });
    const nearest = products === 0 ? 0 : Math.round((squares / products) * unit);
    return nearest > 0 ? nearest : undefined;
  }
  visitAll((sum, found) => {
    if (found === 0 || sum === 0) return steady;
    const ratio = sum / found;
    const near = Math.abs(ratio - Math.round(ratio)) < 1e-4 * ratio ? Math.round(ratio) : ratio;
    divisor ??= near;
    steady = Math.abs(near - divisor) < 1e-4 * Math.abs(divisor);
    return steady;
  });
  return steady ? divisor : undefined;
}
