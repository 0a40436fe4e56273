import { errorPattern } from "../diff/pattern.js";
import type { Diagnosis, DiagnosisInput } from "./diagnosis.js";
import { numbers } from "./numbers.js";
import { holdsIn } from "./other-runs.js";
import { rank } from "./rank.js";
import { alike } from "./score.js";
import { Search } from "./search.js";
import { solve } from "./solve.js";
import { tryBytes, tryVocabulary } from "./vocabulary.js";

/**
 * Searches the causes that reproduce a board's bytes for a layer that is wrong by itself. A cause is only claimed when it
 * predicts every byte that it speaks of, those that are right included, and when the bytes are evidence enough for it.
 * @param probes other runs of the layer, on inputs made for it; what a cause says must hold in them too
 */
export function diagnose(input: DiagnosisInput, probes: readonly DiagnosisInput[] = []): Diagnosis {
  const found = diagnoseBy(input, tryVocabulary, probes);
  return probes.length > 0 ? { ...found, probes: probes.length } : found;
}

/** What more runs tell of a layer that a first search found no cause for. @param tried by that search */
export function solvedFrom(
  input: DiagnosisInput,
  probes: readonly DiagnosisInput[],
  tried: number,
): Pick<Diagnosis, "hypotheses" | "measured"> {
  const { fits, measured } = solve([input, ...probes], tried, false);
  return { hypotheses: rank(fits, input.reference.size), ...(measured && { measured }) };
}

/** The same for a tensor that was right on the board and arrived wrong: what can happen to bytes, no arithmetic. */
export function diagnoseTransfer(input: DiagnosisInput): Diagnosis {
  const diagnosis = diagnoseBy(input, tryBytes);
  return { ...diagnosis, hypotheses: diagnosis.hypotheses.map((hypothesis) => ({ ...hypothesis, look: TRANSFER })) };
}

const TRANSFER = "how the tensor is read out: its address and length in the runner's table, the copy, the line";

function diagnoseBy(
  input: DiagnosisInput,
  tryAll: (search: Search, input: DiagnosisInput, differing: Int32Array) => void,
  probes?: readonly DiagnosisInput[],
): Diagnosis {
  const { id, op, reference, board, layout } = input;
  const expected = numbers(reference.data);
  const found = numbers(board.data);
  const differing = differingIndices(expected, found);
  const head = { id, op, elements: expected.length, differing: differing.length };
  if (differing.length === 0) return { ...head, hypotheses: [], tried: 0 };
  const pattern = errorPattern(reference, board, layout);
  const search = new Search(expected, found);
  tryAll(search, input, differing);
  if (probes !== undefined && probes.length > 0) search.keep(holdsIn(probes));
  const claimed = search.claimed();
  // A cause from the tables that gives every byte of every run needs no other; what can be drawn is cheap.
  const isExplained = claimed.some(({ predicted }) => predicted === expected.length);
  const solved = probes === undefined ? undefined : solve([input, ...probes], search.tried, isExplained);
  return {
    ...head,
    hypotheses: rank([...claimed, ...(solved?.fits ?? [])], expected.length),
    tried: search.tried,
    ...(pattern ? { pattern } : {}),
    ...(solved?.measured && { measured: solved.measured }),
  };
}

function differingIndices(expected: ArrayLike<number>, found: ArrayLike<number>): Int32Array {
  const indices: number[] = [];
  for (let i = 0; i < found.length; i++) if (!alike(found[i]!, expected[i]!)) indices.push(i);
  return Int32Array.from(indices);
}
