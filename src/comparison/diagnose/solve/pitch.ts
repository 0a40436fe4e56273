import { axesOf } from "../words/axes.js";
import type { Solution, Solver } from "./solution.js";

/** Share of the elements that must be known by it. */
const KNOWN = 0.4;

/** Rows (or planes) that are stored another distance apart than they should: the length of an axis is another. */
export const pitch: Solver = ({ all, expected, found, input }): Solution[] => {
  const axes = axesOf(input.reference.shape, input.layout);
  const size = input.reference.size;
  const inner = axes.toSorted((a, b) => a.step - b.step);
  for (const { name, length, step } of inner.slice(0, -1)) {
    const own = length * step;
    // What an element of the axis is: a pixel of all channels, or a single one.
    for (let count = 1; count <= 2 * length; count++) {
      const by = count * step;
      if (by === own || Math.min(by, own) * Math.floor(size / Math.max(by, own)) < KNOWN * size) continue;
      const map = sources(size, own, by);
      if (!found.every((values, run) => map.every((from, i) => from < 0 || values[i] === expected[run]![from])))
        continue;
      return [
        {
          family: "output-order",
          cause: `pitch ${name} ${count}`,
          text: `the output is stored as if it had ${count} ${name}s instead of ${length}: what follows lies ${Math.abs(own - by)} elements too ${by < own ? "early" : "late"}, each time more`,
          look: `the output's shape in the call, and the step from one ${name === "column" ? "row" : "line"} to the next`,
          bits: 12,
          predict: (run) => {
            const right = expected[all.indexOf(run)]!;
            const unknown = Uint8Array.from(map, (from) => (from < 0 ? 1 : 0));
            return { values: Float64Array.from(map, (from) => (from < 0 ? 0 : right[from]!)), unknown };
          },
        },
      ];
    }
  }
  return [];
};

/** For each place the right element that stands there; −1 where it is not known. */
function sources(size: number, own: number, by: number): Int32Array {
  const map = new Int32Array(size).fill(-1);
  for (let line = 0; line * own < size && line * by < size; line++)
    for (let k = 0; k < Math.min(own, by) && line * by + k < size; k++) map[line * by + k] = line * own + k;
  return map;
}
