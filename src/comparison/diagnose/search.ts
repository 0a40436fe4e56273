import type { Candidate } from "./candidate.js";
import { evidence, isClaimable, partialEvidence } from "./evidence.js";
import { type Fit, fits, score } from "./score.js";

/** Shares of the first and second sample that a candidate may predict wrongly and still be looked at further. */
const SAMPLE_WRONG = [0.2, 0.05];

/** Candidates held against the board's values. */
export class Search {
  tried = 0;
  private found: Fit[] = [];
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

  /** Leaves only what holds in another run too. */
  keep(holds: (candidate: Candidate) => boolean): void {
    const kept = new Set(this.claimed().filter(({ candidate }) => holds(candidate)));
    this.found = [...kept];
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
