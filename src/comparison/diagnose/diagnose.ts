import { errorPattern } from "../diff/pattern.js";
import type { Candidate } from "./candidate.js";
import { FINISH_FAMILIES, TAPS_FAMILIES } from "./causes/products.js";
import { BYTE_FAMILIES, OPERATOR_FAMILIES } from "./causes/table.js";
import type { Diagnosis, DiagnosisInput } from "./diagnosis.js";
import { evidence, isClaimable, partialEvidence } from "./evidence.js";
import { numbers } from "./numbers.js";
import { productOf } from "./product/law.js";
import { overlapCandidates } from "./product/overlap.js";
import { ProductRunner } from "./product/runner.js";
import { rank } from "./rank.js";
import { alike, type Fit, fits, score } from "./score.js";

/** Shares of the first and second sample that a candidate may predict wrongly and still be looked at further. */
const SAMPLE_WRONG = [0.2, 0.05];

/**
 * Searches the causes that reproduce a board's bytes for a layer that is wrong by itself. A cause is only claimed when it
 * predicts (nearly) every byte, those that are right included, and when the bytes are evidence enough for it.
 */
export function diagnose(input: DiagnosisInput): Diagnosis {
  return diagnoseBy(input, (search, differing) => {
    for (const family of [...BYTE_FAMILIES, ...OPERATOR_FAMILIES]) search.tryAll(family(input));
    tryProducts(search, input, differing);
  });
}

/** The same for a tensor that was right on the board and arrived wrong: what can happen to bytes, no arithmetic. */
export function diagnoseTransfer(input: DiagnosisInput): Diagnosis {
  const diagnosis = diagnoseBy(input, (search) => {
    for (const family of BYTE_FAMILIES) search.tryAll(family(input));
  });
  return { ...diagnosis, hypotheses: diagnosis.hypotheses.map((hypothesis) => ({ ...hypothesis, look: TRANSFER })) };
}

const TRANSFER = "how the tensor is read out: its address and length in the runner's table, the copy, the line";

function diagnoseBy(input: DiagnosisInput, tryAll: (search: Search, differing: Int32Array) => void): Diagnosis {
  const { id, op, reference, board, layout } = input;
  const expected = numbers(reference.data);
  const found = numbers(board.data);
  const differing = differingIndices(expected, found);
  const head = { id, op, elements: expected.length, differing: differing.length };
  if (differing.length === 0) return { ...head, hypotheses: [], tried: 0 };
  const pattern = errorPattern(reference, board, layout);
  const search = new Search(expected, found);
  tryAll(search, differing);
  return {
    ...head,
    hypotheses: rank(search.claimed(), expected.length),
    tried: search.tried,
    ...(pattern ? { pattern } : {}),
  };
}

/** Changed arithmetic of a convolution or dense layer: one change; two of the finish where no single one explains all. */
function tryProducts(search: Search, input: DiagnosisInput, differing: Int32Array): void {
  const product = productOf(input);
  if (product === undefined) return;
  const runner = new ProductRunner(product, differing);
  if (!same(runner.lawResult(), search.expected)) return;
  const finishes = FINISH_FAMILIES.map(({ family, changes }) => [family, changes(product, input)] as const);
  for (const [family, changes] of finishes)
    search.tryAll(
      changes.map((change) => runner.ofFinish(family, change)),
      runner.samples,
    );
  for (const { family, changes } of TAPS_FAMILIES) {
    search.tryAll(
      changes(product, input).map((change) => runner.ofTaps(family, change)),
      runner.samples,
    );
  }
  search.tryAll(overlapCandidates(product, numbers(input.board.data)));
  if (search.isExplained()) return;
  for (const [i, [first, changes]] of finishes.entries()) {
    for (const [second, others] of finishes.slice(i + 1)) {
      for (const a of changes)
        search.tryAll(
          others.map((b) => runner.ofPair([first, a], [second, b])),
          runner.samples,
        );
    }
  }
}

/** Candidates held against the board's values. */
class Search {
  tried = 0;
  private readonly found: Fit[] = [];
  private readonly available: number;

  constructor(
    readonly expected: ArrayLike<number>,
    private readonly board: ArrayLike<number>,
  ) {
    this.available = evidence(expected, board);
  }

  /** @param samples flat indices of what `predictSample` gives for each sample */
  tryAll(candidates: readonly Candidate[], samples: readonly Int32Array[] = []): void {
    for (const candidate of candidates) {
      this.tried++;
      if (!samples.every((sample, position) => this.passes(candidate, sample, position))) continue;
      const prediction = candidate.predict();
      const result = score(prediction, this.expected, this.board);
      if (fits(result, this.board.length)) this.found.push({ candidate, prediction, ...result });
    }
  }

  isExplained(): boolean {
    return this.claimed().length > 0;
  }

  claimed(): Fit[] {
    return this.found.filter(({ candidate, prediction: { unknown } }) => {
      const available = unknown ? partialEvidence(this.expected, this.board, unknown) : this.available;
      return isClaimable(available, candidate.bits, this.tried);
    });
  }

  private passes(candidate: Candidate, sample: Int32Array, position: number): boolean {
    const prediction = candidate.predictSample?.(position);
    if (prediction === undefined) return true;
    let [wrong, known] = [0, 0];
    for (let i = 0; i < sample.length; i++) {
      if (prediction.unknown?.[i] === 1) continue;
      known++;
      if (prediction.values[i] !== this.board[sample[i]!]) wrong++;
    }
    return wrong <= SAMPLE_WRONG[position]! * known;
  }
}

function differingIndices(expected: ArrayLike<number>, found: ArrayLike<number>): Int32Array {
  const indices: number[] = [];
  for (let i = 0; i < found.length; i++) if (!alike(found[i]!, expected[i]!)) indices.push(i);
  return Int32Array.from(indices);
}

function same(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  for (let i = 0; i < b.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
