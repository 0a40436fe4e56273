import { type Rounding, roundToInteger } from "../../../../kernels-ref/arithmetic.js";

/** A way to make an int8 of a float: one choice of each of the parts, all but a few as the model has them. */
export interface Quantizing {
  readonly words: readonly string[];
  /** @param x the float, @returns the int8 */
  value(x: number): number;
}

type Part<T> = readonly (readonly [T, string])[];

const round = Math.fround;
const ROUNDINGS: Part<Rounding> = [
  ["half-away", ""],
  ["toward-zero", "cut toward zero, not rounded"],
  ["floor", "rounded down"],
  ["half-up", "ties rounded up"],
  ["half-even", "ties rounded to even"],
];

/** From the rounded quotient to the byte. */
const ENDS: Part<(y: number) => number> = [
  [(y) => Math.max(-128, Math.min(127, y)), ""],
  [(y) => Math.max(0, Math.min(255, y)), "limited to 0 … 255 and cast as uint8"],
  [(y) => Math.max(0, Math.min(127, y)), "negative values became 0"],
  [(y) => Math.max(-127, Math.min(127, y)), "limited to −127 … 127"],
  [(y) => y, "not limited: wraps at 8 bits"],
  [(y) => Math.min(127, Math.abs(y)), "the sign is lost: the magnitude is stored"],
  [(y) => Math.abs(clamp(y)), "the sign is lost: the magnitude is stored"],
  ...[3, 4, 5, 6, 7].map(
    (bits) =>
      [
        (y: number) => Math.sign(y) * (Math.abs(y) & (2 ** bits - 1)),
        `the magnitude keeps ${bits} bits: it wraps at ${2 ** bits}`,
      ] as const,
  ),
  ...[31, 63, 15, 7].map(
    (most) => [(y: number) => Math.max(-most - 1, Math.min(most, y)), `limited to −${most + 1} … ${most}`] as const,
  ),
];

/** What is done to the magnitude before it is stored, that needs the quotient. */
const SIGNS: Part<(y: number, quotient: number) => number> = [
  [(y) => y, ""],
  [
    (y, q) => (q <= -0.25 ? clamp(y) - 1 : clamp(y)),
    "negative values come out one too low (the bits are turned: −y − 1 for −y)",
  ],
  [(y, q) => (q < 0 ? clamp(y) - 1 : clamp(y)), "negative values come out one too low"],
];
const clamp = (y: number): number => Math.max(-128, Math.min(127, y));

const OFFSETS: Part<number> = [
  [0, ""],
  [-128, "128 too small (a zero point of −128)"],
  [128, "128 too large (a zero point of 128)"],
  [1, "1 too large (a zero point of 1)"],
  [-1, "1 too small (a zero point of −1)"],
];

/** The quotient that is rounded. */
function quotients(scale: number): Part<(x: number) => number> {
  const factors: Part<number> = [
    [1, ""],
    [255, "times 255: the image is taken as 0 … 255"],
    [1 / 255, "over 255: the image is normalized twice"],
    [127, "times 127"],
    [1 / 127, "over 127"],
    [1 / 128, "over 128"],
    [128, "times 128"],
    [256, "times 256"],
    [1 / 256, "over 256"],
    [2, "twice too large"],
    [0.5, "half too small"],
    [-1, "with its sign turned: −x"],
    [scale, "the scale is left out: x itself is cast"],
    [scale * scale, `multiplied with the scale instead of divided by it`],
  ];
  const grids = [8, 15, 16, 31, 32, 63, 64, 127, 128, 255, 256].flatMap(
    (steps): Part<(x: number) => number> => [
      [(x) => round(Math.floor(x * steps) / steps) / scale, `x is first rounded down to steps of 1/${steps}`],
      [(x) => round(Math.trunc(x * steps) / steps) / scale, `x is first cut to steps of 1/${steps}`],
      [(x) => round(Math.round(x * steps) / steps) / scale, `x is first rounded to steps of 1/${steps}`],
    ],
  );
  const curves: Part<(x: number) => number> = [
    [(x) => (x > 0 ? round(x * x) : x) / scale, "positive x is squared first: a gamma of 2"],
    [(x) => round(x * x) / scale, "x is squared first"],
    [(x) => (x > 0 ? round(Math.sqrt(x)) : x) / scale, "the root of positive x is taken first: a gamma of 1/2"],
    [(x) => Math.max(x, 0) / scale, "negative x is taken as 0 first"],
    [(x) => Math.abs(x) / scale, "x is taken without its sign"],
    [(x) => Math.max(0, Math.min(1, x)) / scale, "x is limited to 0 … 1 first"],
    [(x) => Math.max(-1, Math.min(1, x)) / scale, "x is limited to −1 … 1 first"],
    [(x) => Math.trunc(x) / scale, "x is cast to an integer first"],
  ];
  return [
    ...factors.map(([factor, words]) => [(x: number) => round(x * factor) / scale, words] as const),
    ...grids,
    ...curves,
  ];
}

/** Every combination of scale, zero point, rounding, limits and cast that firmware comes up with, at most three at once. */
export function* quantizings(scale: number): Generator<Quantizing> {
  for (const [quotient, scaled] of quotients(scale))
    for (const [offset, moved] of OFFSETS)
      for (const [end, limited] of ENDS)
        for (const [sign, signed] of SIGNS)
          for (const [rounding, rounded] of ROUNDINGS) {
            const words = [scaled, moved, limited, signed, rounded].filter((part) => part !== "");
            if (words.length === 0 || words.length > 3) continue;
            yield {
              words,
              value: (x) => {
                const q = round(quotient(x));
                const y = roundToInteger(q, rounding) + offset;
                return (Math.trunc(signed === "" ? end(y) : sign(y, q)) << 24) >> 24;
              },
            };
          }
}
