import { alike } from "../score.js";
import { elementSet } from "../words/element-set.js";
import type { Solution, Solver } from "./solution.js";

const LEAST = 4;

/** Elements that are one number whatever the layer is given, and another number on the board: the border of a pad. */
export const fixed: Solver = ({ all, expected, found, wrong, input }): Solution[] => {
  if (all.length < LEAST) return [];
  const [right, board] = [expected[0]!, found[0]!];
  let [own, other]: [number | undefined, number | undefined] = [undefined, undefined];
  for (let i = 0; i < wrong.length; i++) {
    if (wrong[i] === 0) continue;
    own ??= right[i]!;
    other ??= board[i]!;
    for (let run = 0; run < all.length; run++)
      if (!alike(expected[run]![i]!, own) || !alike(found[run]![i]!, other)) return [];
  }
  if (own === undefined || other === undefined) return [];
  const { exact } = elementSet(wrong, input.reference.shape, input.layout);
  const value = other;
  const border =
    input.op === "nn.pad" ? "the border is" : `${exact} ${/^\d+ of/.test(exact) || /s\b/.test(exact) ? "are" : "is"}`;
  return [
    {
      ...{
        family: "constant",
        cause: `fixed ${other}`,
        text: `${border} filled with ${other} instead of ${own}`,
        bits: 8,
      },
      look: "the value that the call fills its output with before it copies",
      predict: (run) => ({
        values: Float64Array.from(expected[all.indexOf(run)]!, (value0, i) => (wrong[i] === 1 ? value : value0)),
      }),
    },
  ];
};
