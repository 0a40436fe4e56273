import { alike } from "../score.js";
import { curveWords } from "../words/curve.js";
import { whereOf } from "./runs.js";
import type { Solution, Solver } from "./solution.js";

/** Values that a curve must have been seen at. */
const LEAST = 3;
const COUNT = 4096;

/**
 * Each wrong element holds a function of what it should hold, the same for all of them: something was done to the right
 * result, or its last step is another.
 */
export const valueMap: Solver = (runs): Solution[] => {
  const { all, expected, found, where, input } = runs;
  const { closure } = where;
  for (const marks of [closure]) {
    const curve = new Map<number, number>();
    let fits = true;
    for (let run = 0; run < all.length && fits; run++) {
      const [right, value] = [expected[run]!, found[run]!];
      for (let i = 0; i < marks.length && fits; i++) {
        if (marks[i] === 0) continue;
        const known = curve.get(right[i]!);
        if (known === undefined) curve.set(right[i]!, value[i]!);
        else fits = alike(known, value[i]!);
      }
    }
    if (!fits || curve.size > COUNT || curve.size < LEAST) continue;
    const words = curveWords(curve, input.reference.dtype);
    if (words === undefined) continue;
    return [
      {
        family: "value",
        cause: words.cause,
        text: `${words.text}${whereOf(runs, marks)}`,
        look: words.look,
        bits: words.bits + (where.text === "" ? 0 : 6),
        predict: (run) => {
          const right = expected[all.indexOf(run)]!;
          const values = Float64Array.from(right);
          for (let i = 0; i < values.length; i++) if (marks[i] === 1) values[i] = curve.get(right[i]!)!;
          return { values };
        },
      },
    ];
  }
  return [];
};
