import { isFilled } from "../numbers.js";
import { productOf } from "../product/law.js";
import { alike } from "../score.js";
import { elementSet } from "../words/element-set.js";
import type { Solution, Solver } from "./solution.js";

/** Runs that an element must have kept one value in, though the model's changed. */
const LEAST = 4;

/** Elements that hold one value whatever the layer is given: nothing writes them, or always the same. */
export const unwritten: Solver = ({ all, expected, found, wrong, input }): Solution[] => {
  if (all.length < LEAST) return [];
  // What a product gives whatever it sees is its bias, or a limit.
  const isProduct = productOf(input) !== undefined;
  const kept = new Uint8Array(wrong.length);
  let count = 0;
  for (let i = 0; i < wrong.length; i++) {
    if (wrong[i] === 0) continue;
    const free = [...all.keys()].filter((run) => all[run]!.before === undefined);
    const stays = !isProduct && free.every((run) => Object.is(found[run]![i], found[free[0]!]![i]));
    const painted = all.every(
      ({ before }, run) => before === undefined || isFilled(found[run]![i]!, before, input.board.dtype),
    );
    const varies = expected.some((values) => values[i] !== expected[0]![i]);
    const isPainted = painted && all.some(({ before }) => before !== undefined);
    if ((isPainted || stays) && varies) {
      kept[i] = isPainted ? 1 : 2;
      count++;
    }
  }
  if (count === 0) return [];
  const painted = Uint8Array.from(kept, (kind) => (kind === 1 ? 1 : 0));
  const isPainted = painted.some((kind) => kind === 1);
  const marks = isPainted ? painted : Uint8Array.from(kept, (kind) => (kind === 2 ? 1 : 0));
  const { exact: text } = elementSet(marks, input.reference.shape, input.layout);
  const subject = text === "" ? "the whole output" : text;
  const value = found[0]![marks.indexOf(1)]!;
  const one = marks.every((mark, i) => mark === 0 || alike(found[0]![i]!, value));
  const rest = isPainted
    ? "not written: the bytes stay what they were before the call"
    : one
      ? `${value} whatever the layer is given`
      : "the same bytes whatever the layer is given";
  return [
    {
      family: "unwritten",
      cause: `measured ${text === "" ? "all" : text}`,
      text: `${subject}: ${rest}`,
      look: "the loops' bounds and the address of the output in this call: who should write there",
      bits: 12,
      predict: (run) => {
        const at = all.indexOf(run);
        const values = Float64Array.from(expected[at]!);
        // What is not written keeps what was there, whatever that is.
        for (let i = 0; i < values.length; i++) if (marks[i] === 1) values[i] = found[isPainted ? at : 0]![i]!;
        return { values };
      },
    },
  ];
};
