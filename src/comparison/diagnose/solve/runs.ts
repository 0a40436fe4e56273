import type { DiagnosisInput } from "../diagnosis.js";
import { isFilled, numbers } from "../numbers.js";
import { alike } from "../score.js";
import { elementSet } from "../words/element-set.js";
import type { Runs } from "./solution.js";

/** @param all runs of one layer; one of them differs from its reference */
export function runsOf(all: readonly DiagnosisInput[]): Runs {
  const [input] = all as [DiagnosisInput];
  const expected = all.map(({ reference }) => numbers(reference.data));
  const found = all.map(({ board }) => numbers(board.data));
  const wrong = new Uint8Array(input.reference.size);
  for (const [run, values] of found.entries()) {
    const right = expected[run]!;
    for (let i = 0; i < wrong.length; i++) if (!alike(values[i]!, right[i]!)) wrong[i] = 1;
  }
  return { input, all, expected, found, wrong, where: elementSet(wrong, input.reference.shape, input.layout) };
}

/** Marks with 1 the wrong elements that stay what the output's memory was filled with, where it was filled. */
export function leftAlone({ all, found, wrong, input }: Runs): Uint8Array {
  const filled = [...all.keys()].filter((run) => all[run]!.before !== undefined);
  return wrong.map((mark, i) => {
    const stays = filled.every((run) => isFilled(found[run]![i]!, all[run]!.before!, input.board.dtype));
    return mark === 1 && filled.length > 1 && stays ? 1 : 0;
  });
}

/** The words that say where a solution for these marks holds. */
export const whereOf = ({ where }: Runs, marks: Uint8Array): string =>
  within(marks === where.closure ? where.text : where.exact);

/** The words that say where: ` in channels 3–5`, empty where it is everywhere. */
export const within = (text: string): string => (text === "" ? "" : ` in ${text}`);
