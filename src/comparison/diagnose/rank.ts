import type { Hypothesis } from "./diagnosis.js";
import type { Fit } from "./score.js";

/** Hypotheses that are told besides the first. */
const TOLD = 6;

/** Best first: the larger share of elements explained, then the simpler. @param elements of the tensor */
export function rank(fits: readonly Fit[], elements: number): Hypothesis[] {
  return [...fits]
    .sort((a, b) => b.explained - a.explained || a.candidate.bits - b.candidate.bits)
    .filter(
      ({ candidate: { family, cause } }, i, all) =>
        all.findIndex(({ candidate: other }) => other.family === family && other.cause === cause) === i,
    )
    .slice(0, TOLD)
    .map(({ candidate: { family, cause, text, look }, explained, explainedDiffering, predicted, readOff }) => ({
      ...{ family, cause, look, explained, explainedDiffering },
      ...(readOff && { readOff }),
      text: predicted < elements ? `${text} (some elements depend on bytes that are not known)` : text,
    }));
}
