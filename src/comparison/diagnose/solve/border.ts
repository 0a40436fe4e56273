import { finishAll } from "../product/finish.js";
import type { Taps } from "../product/model.js";
import type { ProductRuns } from "./product-runs.js";
import type { Solution } from "./solution.js";

const LOOK = "the border of the image: which taps are skipped there, and where the first tap's address lies";

/** What a tap outside of the image sees: the flat element of its pixel's first channel; −1 for 0; NaN where it is not known. */
interface Rule {
  readonly cause: string;
  readonly text: string;
  at(y: number, x: number, taps: Taps): number;
}

const inside = (at: number, length: number): boolean => at >= 0 && at < length;
const nearest = (at: number, length: number): number => Math.min(Math.max(at, 0), length - 1);
const turned = (at: number, length: number): number => ((at % length) + length) % length;
const mirrored = (at: number, length: number): number => (at < 0 ? -at : at >= length ? 2 * length - 2 - at : at);

function pixel(y: number, x: number, { geometry, x: data }: Taps): number {
  const at = y * geometry.imageStride.h + x * geometry.imageStride.w;
  return at >= 0 && at < data.length ? at : Number.NaN;
}

const RULES: readonly Rule[] = [
  {
    cause: "memory-columns",
    text: "taps beside the image are not skipped: they read the pixels of the neighbouring row instead of padding",
    at: (y, x, taps) => (inside(y, taps.geometry.image.h) ? pixel(y, x, taps) : -1),
  },
  {
    cause: "memory-rows",
    text: "taps above and below the image are not skipped: they read what lies there in memory instead of padding",
    at: (y, x, taps) => (inside(x, taps.geometry.image.w) ? pixel(y, x, taps) : -1),
  },
  ...(
    [
      ["wrapped", "the border goes on with the opposite side of the image instead of padding", turned],
      ["mirrored", "the border mirrors the image instead of padding", mirrored],
      ["nearest", "the border repeats the nearest pixel instead of padding", nearest],
    ] as const
  ).flatMap(([cause, text, move]): Rule[] => [
    {
      cause,
      text,
      at: (y, x, taps) => pixel(move(y, taps.geometry.image.h), move(x, taps.geometry.image.w), taps),
    },
    {
      cause: `${cause}-columns`,
      text: `left and right ${text}`,
      at: (y, x, taps) => (inside(y, taps.geometry.image.h) ? pixel(y, move(x, taps.geometry.image.w), taps) : -1),
    },
    {
      cause: `${cause}-rows`,
      text: `above and below ${text}`,
      at: (y, x, taps) => (inside(x, taps.geometry.image.w) ? pixel(move(y, taps.geometry.image.h), x, taps) : -1),
    },
  ]),
];

/** Share of the wrong elements that a rule must give. */
const SHARE = 0.3;
const SIDES = ["top", "bottom", "left", "right"] as const;

/** All that is wrong lies where the window crosses an edge of the image: what its taps see there, side by side. */
export function border(seen: ProductRuns): Solution[] {
  const { runs, product, channels, pixels } = seen;
  const { image, output } = product.taps.geometry;
  if (image.h * image.w === 1 || output.n !== 1) return [];
  const crossed = Array.from({ length: pixels }, (_, at) => sidesOf(product.taps, at));
  if (runs.wrong.some((mark, i) => mark === 1 && crossed[Math.floor(i / channels)] === 0)) return [];
  const wrong = new Set<number>();
  for (let i = 0; i < runs.wrong.length; i++) if (runs.wrong[i] === 1) wrong.add(crossed[Math.floor(i / channels)]!);
  for (const rule of RULES) {
    const known = [...wrong].filter((sides) => crossed.every((own, at) => own !== sides || fits(seen, rule, at)));
    if (share(seen, crossed, known, rule) < SHARE) continue;
    const rest = [...wrong].filter((sides) => !known.includes(sides));
    const lost = rest.length === 0 ? "" : `; what is wrong at the ${names(rest)} is not told by that`;
    return [
      {
        ...{ family: "padding", cause: rule.cause, look: LOOK, bits: 12 },
        text: `at the ${names(known)} of the image ${rule.text}${lost}`,
        predict: (run) => {
          const at = runs.all.indexOf(run);
          const values = Float64Array.from(runs.expected[at]!);
          const unknown = new Uint8Array(values.length);
          for (let p = 0; p < pixels; p++) {
            if (!wrong.has(crossed[p]!)) continue;
            const results = known.includes(crossed[p]!) ? made(seen, rule, at, p) : undefined;
            for (let c = 0; c < channels; c++) {
              if (results === undefined) unknown[p * channels + c] = 1;
              else values[p * channels + c] = results[c]!;
            }
          }
          return { values, unknown };
        },
      },
    ];
  }
  return [];
}

/** Of the wrong elements those that a rule gives at these sides. */
function share(
  { runs, channels, ...seen }: ProductRuns,
  crossed: readonly number[],
  known: readonly number[],
  rule: Rule,
) {
  let [all, given] = [0, 0];
  for (const [i, mark] of runs.wrong.entries()) {
    if (mark === 0) continue;
    const at = Math.floor(i / channels);
    all++;
    if (known.includes(crossed[at]!) && made({ runs, channels, ...seen }, rule, 0, at) !== undefined) given++;
  }
  return given / all;
}

const names = (masks: readonly number[]): string => {
  const single = SIDES.filter((_, side) => masks.includes(1 << side));
  return `${(single.length > 0 ? single : SIDES.filter((_, side) => masks.some((mask) => (mask >> side) & 1))).join(" and ")} edge`;
};

/** A bit for each edge of the image that the window of an output pixel crosses. */
function sidesOf({ geometry }: Taps, at: number): number {
  const { output, image, strides, dilation, kernelHeight, kernelWidth, top, left } = geometry;
  const y = Math.floor(at / output.w) * strides[0] - top;
  const x = (at % output.w) * strides[1] - left;
  const [bottom, right] = [y + (kernelHeight - 1) * dilation[0], x + (kernelWidth - 1) * dilation[1]];
  return Number(y < 0) | (Number(bottom >= image.h) << 1) | (Number(x < 0) << 2) | (Number(right >= image.w) << 3);
}

function fits(seen: ProductRuns, rule: Rule, at: number): boolean {
  const { runs, channels } = seen;
  return runs.found.every((found, run) => {
    const results = made(seen, rule, run, at);
    return results?.every((value, c) => value === found[at * channels + c]) ?? true;
  });
}

/** One output pixel by a rule; undefined where it sees what is not known. */
function made({ product, taps, channels }: ProductRuns, rule: Rule, run: number, at: number): Int8Array | undefined {
  const law = taps[run]!;
  const { geometry, x: data, rows } = law;
  const { output, image, imageStride, strides, dilation, kernelHeight, kernelWidth, groupInputs, top, left } = geometry;
  const length = kernelHeight * kernelWidth * groupInputs;
  const sums = new Int32Array(channels);
  for (let r = 0; r < kernelHeight; r++)
    for (let s = 0; s < kernelWidth; s++) {
      const y = Math.floor(at / output.w) * strides[0] - top + r * dilation[0];
      const x = (at % output.w) * strides[1] - left + s * dilation[1];
      const isInside = inside(y, image.h) && inside(x, image.w);
      const from = isInside ? y * imageStride.h + x * imageStride.w : rule.at(y, x, law);
      if (Number.isNaN(from)) return undefined;
      if (from < 0) continue;
      for (let c = 0; c < channels; c++) {
        const first = from + Math.floor(c / geometry.groupOutputs) * groupInputs * imageStride.c;
        const weights = c * length + (r * kernelWidth + s) * groupInputs;
        for (let i = 0; i < groupInputs; i++) sums[c]! += data[first + i * imageStride.c]! * rows[weights + i]!;
      }
    }
  return finishAll(sums, product.finish);
}
