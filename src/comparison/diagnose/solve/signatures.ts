/** Indices that a signature stands for at the most. */
const MOST = 64;

/** Where in some tensor values stand that are the same in every run. */
export interface Signatures {
  /** For each element whose values stand somewhere: where. */
  of(values: readonly ArrayLike<number>[]): ReadonlyMap<number, readonly number[]>;
}

/** @param values of one tensor in each run */
export function signatures(values: readonly ArrayLike<number>[]): Signatures {
  const index = new Map<string, number[]>();
  const size = values[0]!.length;
  for (let j = 0; j < size; j++) {
    const key = signature(values, j);
    const list = index.get(key);
    if (list === undefined) index.set(key, [j]);
    else if (list.length < MOST) list.push(j);
  }
  return {
    of(others) {
      const found = new Map<number, readonly number[]>();
      for (let i = 0; i < others[0]!.length; i++) {
        const list = index.get(signature(others, i));
        if (list !== undefined) found.set(i, list);
      }
      return found;
    },
  };
}

/** A character for each value of a byte: what most tensors are made of is written without a number's digits. */
const BYTES = Array.from({ length: 256 }, (_, i) => String.fromCharCode(0x100 + i));

/** A text that is the same for the same values. */
export function signature(values: readonly ArrayLike<number>[], i: number): string {
  let key = "";
  for (const run of values) {
    const value = run[i]!;
    key += BYTES[value + 128] ?? `${value},`;
  }
  return key;
}
