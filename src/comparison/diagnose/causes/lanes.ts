import type { TapsChange, TapsFamily } from "../product/change.js";
import type { Taps } from "../product/model.js";

const LOOK = "the unrolled inner loop: every lane's input and weight, and the remainder behind it";
/** Lanes of an unrolled loop. */
const LANES = [2, 4, 8, 16];
/** Products at the end of a sum that may be left out. */
const TAIL = 16;

/** The inner loop over the products of one sum: lanes that are left out or read for another, ends cut off. */
export const lanes: TapsFamily = {
  family: "lanes",
  changes({ taps }) {
    const { kernelHeight, kernelWidth, groupInputs, output } = taps.geometry;
    const length = kernelHeight * kernelWidth * groupInputs;
    const changes: TapsChange[] = [];
    const add = (cause: string, text: string, bits: number, rows: Int16Array): void =>
      void changes.push({ cause, text, look: LOOK, bits, taps: { ...taps, rows } });
    const one = length === groupInputs ? "input" : "product";
    for (let tail = 1; tail <= Math.min(TAIL, length - 1); tail++) {
      const what =
        tail === 1 ? `the last ${one} (${length - 1})` : `the last ${tail} ${one}s (${length - tail}–${length - 1})`;
      add(
        `tail ${tail}`,
        `${what} of ${length} ${tail === 1 ? "is" : "are"} left out of every sum`,
        5,
        mapped(taps, length, (row, i) => (i < length - tail ? row[i]! : 0)),
      );
      if (tail < 4)
        add(
          `head ${tail}`,
          `the first ${tail === 1 ? one : `${tail} ${one}s`} of ${length} left out of every sum`,
          6,
          mapped(taps, length, (row, i) => (i >= tail ? row[i]! : 0)),
        );
    }
    for (const [name, count, step] of [
      ["row", kernelHeight, kernelWidth * groupInputs],
      ["column", kernelWidth, groupInputs],
    ] as const)
      for (let at = 0; count > 1 && at < count; at++)
        add(
          `${name} ${at}`,
          `${name} ${at} of the kernel is left out of every sum`,
          5,
          mapped(taps, length, (row, i) => (Math.floor(i / step) % count === at ? 0 : row[i]!)),
        );
    for (const of of LANES) {
      if (length < of || output.c * length > 2 ** 20) continue;
      for (let lane = 0; lane < of; lane++) {
        add(
          `lane ${lane} of ${of}`,
          `lane ${lane} of every ${of} ${one}s is left out of the sum`,
          5,
          mapped(taps, length, (row, i) => (i % of === lane ? 0 : row[i]!)),
        );
        for (let other = 0; other < of && of <= 8; other++) {
          if (other === lane) continue;
          const by = other - lane;
          const whole = length - (length % of);
          const inside = (i: number): boolean => i < whole;
          add(
            `lane ${lane} weight ${other} of ${of}`,
            `lane ${lane} of every ${of} ${one}s takes the weight of lane ${other}`,
            7,
            mapped(taps, length, (row, i) => (inside(i) && i % of === lane ? row[i + by]! : row[i]!)),
          );
          add(
            `lane ${lane} input ${other} of ${of}`,
            `lane ${lane} of every ${of} ${one}s reads the input of lane ${other}`,
            7,
            mapped(taps, length, (row, i) =>
              !inside(i) ? row[i]! : i % of === lane ? 0 : i % of === other ? row[i]! + row[i - by]! : row[i]!,
            ),
          );
          add(
            `lane ${lane} twice ${other} of ${of}`,
            `lane ${other} of every ${of} ${one}s counts twice, lane ${lane} not at all`,
            7,
            mapped(taps, length, (row, i) =>
              !inside(i) ? row[i]! : i % of === lane ? 0 : i % of === other ? 2 * row[i]! : row[i]!,
            ),
          );
        }
      }
    }
    return changes;
  },
};

function mapped({ rows }: Taps, length: number, weight: (row: Taps["rows"], i: number) => number): Int16Array {
  const result = new Int16Array(rows.length);
  for (let start = 0; start < rows.length; start += length) {
    const row = rows.subarray(start, start + length);
    for (let i = 0; i < length; i++) result[start + i] = weight(row, i);
  }
  return result;
}
