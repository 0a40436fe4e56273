const int8 = (value: number): number => (value << 24) >> 24;
const limited = (value: number): number => Math.max(-128, Math.min(127, value));

type Rule = readonly [cause: string, words: string, apply: (own: number) => number];

/** What may be done to a weight. */
export const WEIGHT_RULES: readonly Rule[] = [
  ["negated", "have their sign turned", (own) => -own],
  ["negated-wrap", "have their sign turned", (own) => int8(-own)],
  ["absolute", "have lost their sign", (own) => Math.abs(own)],
  ["unsigned", "are read as unsigned bytes", (own) => own & 255],
  ["offset", "are stored as uint8, 128 too large", (own) => int8(own ^ 0x80)],
  ["seven bits", "have lost their highest bit", (own) => own & 127],
  ["nibble", "have lost their upper four bits", (own) => own & 15],
  ["nibbles", "have their two four-bit halves exchanged", (own) => int8(((own & 15) << 4) | ((own >> 4) & 15))],
  ["limit", "are limited to −127 … 127", (own) => Math.max(own, -127)],
  ["doubled", "count twice", (own) => own * 2],
  ["doubled-wrap", "are doubled and wrap", (own) => int8(own * 2)],
  ["doubled-limit", "are doubled and limited to int8", (own) => limited(own * 2)],
  ["half", "are halved (rounded down)", (own) => own >> 1],
  ["half-to-zero", "are halved", (own) => Math.trunc(own / 2)],
  ["half-rounded", "are halved (rounded)", (own) => Math.round(own / 2)],
  ["complement", "have every bit turned", (own) => ~own],
  ["reversed bits", "have their bits in reverse order", reversedBits],
  ...[0, 1, 2, 3, 4, 5, 6, 7].flatMap((bit): Rule[] => [
    [`bit ${bit} clear`, `have bit ${bit} stuck at 0`, (own) => int8(own & ~(1 << bit))],
    [`bit ${bit} set`, `have bit ${bit} stuck at 1`, (own) => int8(own | (1 << bit))],
    [`bit ${bit} turned`, `have bit ${bit} turned`, (own) => int8(own ^ (1 << bit))],
  ]),
  ...[1, -1].map((by): Rule => [`plus ${by}`, `are 1 too ${by > 0 ? "large" : "small"}`, (own) => own + by]),
];

/** What was done to each of these weights, the same to all of them; undefined where no one rule gives them. */
export function weightValues(
  { own, found }: { readonly own: ArrayLike<number>; readonly found: ArrayLike<number> },
  indices: readonly number[],
): { readonly cause: string; readonly text: string } | undefined {
  for (const [cause, text, apply] of WEIGHT_RULES)
    if (indices.every((i) => apply(own[i]!) === found[i]!)) return { cause, text };
  return undefined;
}

function reversedBits(own: number): number {
  let result = 0;
  for (let bit = 0; bit < 8; bit++) if ((own >> bit) & 1) result |= 128 >> bit;
  return int8(result);
}
