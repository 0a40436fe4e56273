import { along, axesOf } from "../words/axes.js";
import { within } from "./runs.js";
import { signature } from "./signatures.js";
import type { Runs, Solution, Solver } from "./solution.js";

/** Runs from which on an element is known by its values alone. */
const LEAST = 5;

/** Layers that move elements: where in the input each wrong element was read, beside where it should have been. */
export const source: Solver = (runs): Solution[] => {
  const { all, input, wrong } = runs;
  if (all.length < LEAST) return [];
  for (const [position, { id, constant, tensor }] of input.inputs.entries()) {
    if (constant || tensor.dtype !== input.reference.dtype) continue;
    const given = all.map(({ inputs }) => inputs[position]!.tensor.data as ArrayLike<number>);
    const index = new Map<string, number>();
    for (let j = tensor.size - 1; j >= 0; j--) index.set(signature(given, j), j);
    const [right, read] = [new Map<number, number>(), new Map<number, number>()];
    for (let i = 0; i < wrong.length; i++) {
      if (wrong[i] === 0) continue;
      const [from, to] = [index.get(signature(runs.expected, i)), index.get(signature(runs.found, i))];
      if (from === undefined || to === undefined) break;
      right.set(i, from);
      read.set(i, to);
    }
    if (right.size < 2 || right.size < wrong.reduce((sum, mark) => sum + mark, 0)) continue;
    const words = shifted(tensor.shape, layoutOf(runs, position), right, read);
    if (words === undefined) continue;
    return [
      {
        family: "movement",
        cause: words.cause,
        text: `of input ${id} ${words.text}${within(runs.where.text)}`,
        look: "the offset at which the call begins to read its input",
        bits: 10,
        predict: (run) => {
          const at = all.indexOf(run);
          const values = Float64Array.from(runs.expected[at]!);
          for (const [i, from] of read) values[i] = given[at]![from]!;
          return { values };
        },
      },
    ];
  }
  return [];
};

/** An input of the output's own number of axes is laid out as it is. */
const layoutOf = ({ input }: Runs, position: number) =>
  input.inputs[position]!.tensor.shape.length === input.reference.shape.length ? input.layout : undefined;

/** One axis along which everything is read elsewhere by the same distance; else one distance in memory. */
function shifted(
  shape: readonly number[],
  layout: Parameters<typeof axesOf>[1],
  right: ReadonlyMap<number, number>,
  read: ReadonlyMap<number, number>,
): { cause: string; text: string } | undefined {
  const axes = axesOf(shape, layout);
  const moves = axes.map((axis) => {
    const by = new Set<number>();
    for (const [i, from] of right) by.add(along(axis, read.get(i)!) - along(axis, from));
    return by;
  });
  const moved = moves.flatMap((by, a) => (by.size === 1 && by.has(0) ? [] : [a]));
  const [only] = moved;
  if (moved.length === 1 && moves[only!]!.size === 1) {
    const axis = axes[only!]!;
    const span = (map: ReadonlyMap<number, number>): string => {
      const at = [...map.values()].map((from) => along(axis, from));
      const [first, last] = [at.reduce((a, b) => Math.min(a, b)), at.reduce((a, b) => Math.max(a, b))];
      return first === last ? `${axis.name} ${first}` : `${axis.name}s ${first}–${last}`;
    };
    return { cause: `read ${axis.name}`, text: `${span(read)} are read where ${span(right)} belong` };
  }
  const by = new Set([...right].map(([i, from]) => read.get(i)! - from));
  const [distance] = by;
  if (by.size !== 1 || distance === 0) return undefined;
  const size = Math.abs(distance!);
  return {
    cause: `offset${distance! > 0 ? "+" : ""}${distance}`,
    text: `everything is read ${size} element${size > 1 ? "s" : ""} too ${distance! > 0 ? "late" : "early"}`,
  };
}
