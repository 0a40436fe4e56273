import type { Candidate } from "./candidate.js";
import type { DiagnosisInput } from "./diagnosis.js";
import { isFilled, numbers } from "./numbers.js";
import { alike } from "./score.js";
import { pairCandidates, singleCandidates } from "./vocabulary.js";

/** Runs that a cause is held against. */
const RUNS = 4;

/** Whether a cause that fits one run of a layer, found again by its name, gives every byte of the others too. */
export function holdsIn(runs: readonly DiagnosisInput[]): (candidate: Candidate) => boolean {
  const telling = runs
    .map((run) => ({ run, differing: differingOf(run) }))
    .sort((a, b) => b.differing.length - a.differing.length)
    .slice(0, RUNS);
  return ({ family, cause }) =>
    (family !== "unwritten" || runs.every(isLeft)) &&
    (isStale(family, cause) ||
      telling.every(({ run, differing }) => {
        const candidates = cause.includes(" with ")
          ? pairCandidates(run, differing)
          : singleCandidates(run, differing, family);
        for (const candidate of candidates)
          if (candidate.family === family && candidate.cause === cause) return givesAll(candidate, run);
        return differing.length === 0;
      }));
}

function givesAll(candidate: Candidate, run: DiagnosisInput): boolean {
  const { values, unknown } = candidate.predict();
  const board = numbers(run.board.data);
  for (let i = 0; i < board.length; i++) if (unknown?.[i] !== 1 && !alike(values[i]!, board[i]!)) return false;
  return true;
}

function differingOf({ reference, board }: DiagnosisInput): Int32Array {
  const [right, found] = [numbers(reference.data), numbers(board.data)];
  const indices: number[] = [];
  for (let i = 0; i < found.length; i++) if (!alike(right[i]!, found[i]!)) indices.push(i);
  return Int32Array.from(indices);
}

/** Whether all that is wrong in a run is what the output's memory was filled with before. */
function isLeft({ reference, board, before }: DiagnosisInput): boolean {
  if (before === undefined) return true;
  const [right, found] = [numbers(reference.data), numbers(board.data)];
  for (let i = 0; i < found.length; i++)
    if (!alike(right[i]!, found[i]!) && !isFilled(found[i]!, before, board.dtype)) return false;
  return true;
}

/** Bytes of other tensors of the run: whether they still lie there in a later run is not known. */
const isStale = (family: string, cause: string): boolean =>
  cause.includes("of ") && (family === "operands" || family === "input-reading" || family === "unwritten");
