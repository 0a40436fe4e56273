import type { Hypothesis } from "./diagnosis.js";
import type { Fit } from "./score.js";

/** Hypotheses that are told besides the first. */
const TOLD = 6;

/** Best first: the larger share of elements explained, then the simpler. */
export function rank(fits: readonly Fit[]): Hypothesis[] {
  return [...fits]
    .sort((a, b) => b.explained - a.explained || a.candidate.bits - b.candidate.bits)
    .slice(0, TOLD)
    .map(({ candidate: { family, cause, text, look }, explained, explainedDiffering }) => ({
      ...{ family, cause, text, look },
      ...{ explained, explainedDiffering },
    }));
}
