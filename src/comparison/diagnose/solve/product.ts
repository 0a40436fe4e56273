import { kernelWords } from "../words/kernel.js";
import { border } from "./border.js";
import { carry } from "./carry.js";
import { changedRows, interiorOf } from "./changed-rows.js";
import { constantRange } from "./constant-range.js";
import { inputChannel } from "./input-channel.js";
import { solveKernel, widened, withKernel } from "./kernel.js";
import { lostGroups } from "./lost-groups.js";
import { oneWeight } from "./one-weight.js";
import { productFinish } from "./product-finish.js";
import { type ProductRuns, productRuns } from "./product-runs.js";
import { rowMap, rowMapBeyond } from "./row-map.js";
import { within } from "./runs.js";
import type { Solution, Solver } from "./solution.js";
import { zeroWeights } from "./zero-weights.js";

const ATTEMPTS = [
  zeroWeights,
  productFinish,
  oneWeight,
  carry,
  rowMap,
  inputChannel,
  border,
  changedRows,
  constantRange,
  kernelSolutions,
  lostGroups,
  rowMapBeyond,
] as const;

/** The bias of every channel alone. */
export const productBars: Solver = (runs): Solution[] => {
  const seen = productRuns(runs);
  return seen === undefined ? [] : productFinish(seen);
};

/** Convolutions and dense layers: what is made of the sums, one weight, all weights, the window's place. */
export const product: Solver = (runs): Solution[] => {
  const seen = productRuns(runs);
  if (seen === undefined) return [];
  for (const attempt of ATTEMPTS) {
    const found = attempt(seen);
    if (found.length > 0) return found;
  }
  return [];
};

function kernelSolutions(seen: ProductRuns): Solution[] {
  const { runs, product: law } = seen;
  const inside = interiorOf(seen);
  const attempts = [
    { marks: runs.where.closure, unknown: undefined, words: "" },
    ...(inside === undefined ? [] : [{ ...inside, words: " (seen where the window lies inside the image)" }]),
  ];
  for (const { marks, unknown, words: part } of attempts) {
    const solved = solveKernel(seen, seen.taps, marks);
    if (solved === undefined) continue;
    const at = (run: number): Float64Array => withKernel(seen, solved, seen.taps[run]!, marks, run);
    if (!agrees(seen, at, unknown)) continue;
    const words = kernelWords(law, solved.taps.rows, solved.channels);
    const moved = solved.bias.some((by) => by !== 0);
    const pixels = runs.where.text.split(" of ").filter((text) => /row|column/.test(text));
    return [
      {
        family: words.family ?? "weights",
        cause: words.cause,
        text: `${words.text}${moved ? ", and the bias is another" : ""}${within(pixels.join(" of "))}${part}`,
        look: words.look,
        bits: 40,
        predict: (run) => ({ values: at(runs.all.indexOf(run)), ...(unknown && { unknown }) }),
        measured: {
          figure: "kernel",
          title: "weights of the first wrong channel",
          shape: [law.taps.geometry.kernelHeight, law.taps.geometry.kernelWidth, law.taps.geometry.groupInputs],
          channel: solved.channels[0]!,
          expected: row(law.taps.rows, solved.channels[0]!, seen),
          found: row(solved.taps.rows, solved.channels[0]!, seen),
        },
      },
    ];
  }
  return windowSolutions(seen);
}

/** The kernel seen through a wider window: taps that stand in another place than they should. */
function windowSolutions(seen: ProductRuns): Solution[] {
  const { runs, product: law } = seen;
  const { kernelHeight, kernelWidth, image } = law.taps.geometry;
  if (image.h * image.w === 1) return [];
  const wide = seen.taps.map((taps) => widened(taps, 1));
  const marks = new Uint8Array(runs.wrong.length).fill(1);
  const solved = solveKernel(seen, wide, runs.where.closure);
  if (solved === undefined) return [];
  const at = (run: number): Float64Array => withKernel(seen, solved, wide[run]!, marks, run);
  if (!agrees(seen, at)) return [];
  const [height, width] = [kernelHeight + 2, kernelWidth + 2];
  const channel = solved.channels[0]!;
  const shift = displacement(wide[0]!.rows, solved.taps.rows, [height, width, law.taps.geometry.groupInputs], channel);
  const text =
    shift === undefined
      ? "the taps do not stand where the model has them"
      : `the window lies ${[words("row", shift[0], "down", "up"), words("column", shift[1], "to the right", "to the left")].filter((part) => part !== "").join(" and ")} of where it belongs`;
  return [
    {
      family: "window",
      cause: shift === undefined ? "measured" : `moved ${shift.join(",")}`,
      text,
      look: "the padding, the dilation and the address of the first tap",
      bits: 44,
      predict: (run) => ({ values: at(runs.all.indexOf(run)) }),
      measured: {
        figure: "kernel",
        title: "weights of the first wrong channel, through a window wider by one",
        shape: [height, width, law.taps.geometry.groupInputs],
        channel,
        expected: row(wide[0]!.rows, channel, seen),
        found: row(solved.taps.rows, channel, seen),
      },
    },
  ];
}

function words(name: string, by: number, plus: string, minus: string): string {
  if (by === 0) return "";
  return `${Math.abs(by)} ${name}${Math.abs(by) > 1 ? "s" : ""} ${by > 0 ? plus : minus}`;
}

/** How far the found kernel lies from the model's, if it is the same. */
function displacement(
  own: ArrayLike<number>,
  found: ArrayLike<number>,
  [height, width, inputs]: readonly [number, number, number],
  channel: number,
): [number, number] | undefined {
  const start = channel * height * width * inputs;
  for (const [y, x] of [
    [0, 1],
    [0, -1],
    [1, 0],
    [-1, 0],
    [1, 1],
    [-1, -1],
    [1, -1],
    [-1, 1],
  ] as const) {
    let same = true;
    for (let r = 0; r < height && same; r++)
      for (let s = 0; s < width && same; s++)
        for (let i = 0; i < inputs && same; i++) {
          const [from, to] = [r - y, s - x];
          const inside = from >= 0 && to >= 0 && from < height && to < width;
          const value = inside ? own[start + (from * width + to) * inputs + i] : 0;
          same = found[start + (r * width + s) * inputs + i] === value;
        }
    if (same) return [y, x];
  }
  return undefined;
}

function row(rows: ArrayLike<number>, channel: number, { channels }: ProductRuns): number[] {
  const length = rows.length / channels;
  return Array.from({ length }, (_, tap) => rows[channel * length + tap]!);
}

function agrees({ runs }: ProductRuns, at: (run: number) => Float64Array, unknown?: Uint8Array): boolean {
  return runs.found.every((found, run) => at(run).every((value, i) => unknown?.[i] === 1 || value === found[i]));
}
