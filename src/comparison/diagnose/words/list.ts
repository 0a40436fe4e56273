/** One number of a list in place of another: `own(i)` is the model's, undefined beyond its ends. */
type Rule = (i: number, own: (i: number) => number | undefined) => number | undefined;

export interface ListWords {
  readonly cause: string;
  /** Follows "the values". */
  readonly text: string;
}

/**
 * What became of a list of whole numbers or floats, each value of which is known.
 * @param bytes of one value in memory
 * @param isFloat whether they are floats of that many bytes
 * @returns undefined where no rule gives all of it
 */
export function listWords(
  expected: ArrayLike<number>,
  found: ArrayLike<number>,
  bytes: number,
  isFloat: boolean,
): ListWords | undefined {
  const own = (i: number): number | undefined => expected[i];
  const differing = Array.from({ length: found.length }, (_, i) => i).filter((i) => !Object.is(expected[i], found[i]));
  const holds = (rule: Rule, indices: readonly number[]): boolean =>
    indices.every((i) => {
      const value = rule(i, own);
      return value !== undefined && Object.is(value + 0, found[i]! + 0);
    });
  const every = Array.from({ length: found.length }, (_, i) => i);
  for (const [cause, text, rule] of orders(found.length)) if (holds(rule, every)) return { cause, text };
  if (differing.length < 2) return undefined;
  for (const [cause, text, rule] of [...(isFloat ? [] : integers(bytes)), ...scales(isFloat)]) {
    if (holds(rule, every)) return { cause, text };
    if (differing.length >= 3 && holds(rule, differing))
      return { cause, text: `${text}: ${differing.length} of ${found.length}` };
  }
  return undefined;
}

type Named = readonly [cause: string, text: string, rule: Rule];

function* orders(length: number): Generator<Named> {
  yield ["reversed", "are in reverse order", (i, own) => own(length - 1 - i)];
  yield ["pairs", "are exchanged in pairs", (i, own) => own(i ^ 1) ?? own(i)];
  yield ["fours reversed", "are in reverse order in each four", (i, own) => own(i ^ 3)];
  yield ["halves", "have their first and second half exchanged", (i, own) => own((i + length / 2) % length)];
  for (let by = 1; by < Math.min(length, 512); by++)
    yield [`turned ${by}`, `are turned by ${by}: value i is that of i + ${by}`, (i, own) => own((i + by) % length)];
  for (let rows = 2; rows <= length / 2; rows++) {
    if (length % rows !== 0) continue;
    const columns = length / rows;
    const text = `are transposed (${rows} × ${columns})`;
    yield [`transposed ${rows}`, text, (i, own) => own((i % rows) * columns + Math.floor(i / rows))];
  }
}

function* integers(bytes: number): Generator<Named> {
  const cut = (value: number, bits: number): number => (value << (32 - bits)) >> (32 - bits);
  if (bytes > 1)
    yield [
      "byte order",
      "have their bytes in the other order (endianness)",
      (i, own) => (own(i) === undefined ? undefined : turned(own(i)!, bytes)),
    ];
  for (const bits of [8, 16])
    if (bits < 8 * bytes) {
      yield [`int${bits}`, `are cut to int${bits}`, (i, own) => cut(own(i)!, bits)];
      yield [`uint${bits}`, `are cut to uint${bits}`, (i, own) => own(i)! & (2 ** bits - 1)];
      const most = 2 ** (bits - 1);
      yield [
        `limited int${bits}`,
        `are limited to int${bits}`,
        (i, own) => Math.max(-most, Math.min(most - 1, own(i)!)),
      ];
    }
  for (let bit = 0; bit < 8 * bytes; bit++) {
    yield [`bit ${bit} clear`, `have bit ${bit} stuck at 0`, (i, own) => own(i)! & ~(1 << bit)];
    yield [`bit ${bit} set`, `have bit ${bit} stuck at 1`, (i, own) => cut(own(i)! | (1 << bit), 8 * bytes)];
  }
}

function* scales(isFloat: boolean): Generator<Named> {
  yield ["negated", "have their sign turned", (i, own) => -own(i)!];
  yield ["absolute", "have lost their sign", (i, own) => Math.abs(own(i)!)];
  for (let k = 1; k <= 8; k++) {
    const times = 2 ** k;
    yield [`times ${times}`, `are ${times === 2 ? "twice" : `${times} times`} too large`, (i, own) => own(i)! * times];
    yield [
      `over ${times}`,
      `are ${times === 2 ? "half of what they should be" : `${times} times too small`}`,
      (i, own) => (isFloat ? own(i)! / times : Math.trunc(own(i)! / times)),
    ];
    if (!isFloat) {
      yield [`shifted ${k}`, `are ${times} times too small (shifted right by ${k})`, (i, own) => own(i)! >> k];
      yield [`rounded ${k}`, `are ${times} times too small (rounded)`, (i, own) => Math.round(own(i)! / times)];
    }
  }
  for (const by of [1, -1, 2, -2])
    yield [`plus ${by}`, `are ${Math.abs(by)} too ${by > 0 ? "large" : "small"}`, (i, own) => own(i)! + by];
}

/** The bytes of a whole number from the last to the first. */
function turned(value: number, bytes: number): number {
  const view = new DataView(new ArrayBuffer(4));
  if (bytes === 2) {
    view.setInt16(0, value);
    return view.getInt16(0, true);
  }
  view.setInt32(0, value);
  return view.getInt32(0, true);
}
