import { finishAll } from "../product/finish.js";
import { neverCleared } from "./never-cleared.js";
import type { ProductRuns } from "./product-runs.js";
import { whereOf } from "./runs.js";
import type { Solution } from "./solution.js";

const LOOK = "where the kernel sets its accumulators to 0: before every output channel of every pixel";

/** From the sums of the law, [pixel][channel], those of a kernel that begins with an earlier one. */
interface Carry {
  readonly cause: string;
  readonly text: string;
  apply(sums: Int32Array, seen: ProductRuns): Int32Array;
}

/** Accumulators that are not set to 0: the sum goes on from that of an earlier pixel or channel. */
export function carry(seen: ProductRuns): Solution[] {
  const { runs, product, accumulators } = seen;
  for (const marks of [runs.where.closure]) {
    for (const { cause, text, apply } of CARRIES) {
      const made = (run: number): Float64Array => {
        const results = finishAll(apply(accumulators[run]!, seen), product.finish);
        return Float64Array.from(runs.expected[run]!, (right, i) => (marks[i] === 1 ? results[i]! : right));
      };
      if (!runs.found.every((found, run) => made(run).every((value, i) => value === found[i]))) continue;
      return [
        {
          ...{ family: "accumulator", cause, look: LOOK, bits: 9 },
          text: `${text}${whereOf(runs, marks)}`,
          predict: (run) => ({ values: made(runs.all.indexOf(run)) }),
        },
      ];
    }
  }
  return neverCleared(seen);
}

/** @param from the element that an element's sum goes on from; negative for none */
function sums(from: (pixel: number, channel: number, seen: ProductRuns) => number, running: boolean): Carry["apply"] {
  return (law, seen) => {
    const result = law.slice();
    for (let pixel = 0, i = 0; pixel < seen.pixels; pixel++)
      for (let channel = 0; channel < seen.channels; channel++, i++) {
        const source = from(pixel, channel, seen);
        if (source >= 0) result[i] = (law[i]! + (running ? result : law)[source]!) | 0;
      }
    return result;
  };
}

const width = ({ product }: ProductRuns): number => product.taps.geometry.output.w;
const before = (by: number) => (pixel: number, channel: number, seen: ProductRuns) =>
  channel >= by ? pixel * seen.channels + channel - by : -1;
const inBlock = (by: number, block: number) => (pixel: number, channel: number, seen: ProductRuns) =>
  channel % block >= by ? pixel * seen.channels + channel - by : -1;
const previousPixel = (pixel: number, channel: number, seen: ProductRuns): number =>
  pixel > 0 ? (pixel - 1) * seen.channels + channel : -1;
const inRow = (pixel: number, channel: number, seen: ProductRuns): number =>
  pixel % width(seen) > 0 ? (pixel - 1) * seen.channels + channel : -1;
const rowBefore = (pixel: number, channel: number, seen: ProductRuns): number =>
  pixel >= width(seen) ? (pixel - width(seen)) * seen.channels + channel : -1;

const NOT_CLEARED = "the accumulators are not set to 0";

const CARRIES: readonly Carry[] = [
  {
    cause: "pixel",
    text: `${NOT_CLEARED} between pixels: each sum goes on from that of the pixel before`,
    apply: sums(previousPixel, true),
  },
  {
    cause: "row",
    text: `${NOT_CLEARED} between the pixels of a row: each sum goes on from that of the pixel before`,
    apply: sums(inRow, true),
  },
  {
    cause: "pixel-once",
    text: "each sum begins with that of the pixel before: its accumulator is stale",
    apply: sums(previousPixel, false),
  },
  {
    cause: "row-once",
    text: "each sum begins with that of the pixel before in its row: its accumulator is stale",
    apply: sums(inRow, false),
  },
  {
    cause: "rows",
    text: `${NOT_CLEARED} between rows: each sum goes on from that of the row above`,
    apply: sums(rowBefore, true),
  },
  ...[1, 2, 4, 8, 16, 32].flatMap((by): Carry[] => [
    {
      cause: `channel-${by}`,
      text: `${NOT_CLEARED} between output channels: channel c goes on from the sum of channel c − ${by}`,
      apply: sums(before(by), true),
    },
    {
      cause: `channel-once-${by}`,
      text: `the sum of channel c begins with that of channel c − ${by}: its accumulator is stale`,
      apply: sums(before(by), false),
    },
  ]),
  ...[4, 8, 16].flatMap((block): Carry[] => [
    {
      cause: `block-${block}`,
      text: `${NOT_CLEARED} between output channels of a block of ${block}: each goes on from the sum of the one before`,
      apply: sums(inBlock(1, block), true),
    },
    {
      cause: `block-once-${block}`,
      text: `in each block of ${block} output channels the sum begins with that of the channel before`,
      apply: sums(inBlock(1, block), false),
    },
  ]),
];
