import type { DiagnosisInput, Measured } from "./diagnosis.js";
import { evidence, isClaimable, partialEvidence } from "./evidence.js";
import { alike, type Fit, score } from "./score.js";
import { runsOf } from "./solve/runs.js";
import type { Solution } from "./solve/solution.js";
import { DRAWN, SOLVERS } from "./solve/table.js";

/** Share of a run's elements that a solution must know. */
const KNOWN = 0.02;

/** The same from which on no other is looked for: the rest is what lies beyond a buffer. */
const ENOUGH = 0.9;

/**
 * Causes that are read off, each of which gives every byte that it speaks of in every run.
 * @param tried candidates of the tables before
 * @param drawingOnly whether a cause is known and only what can be drawn is wanted
 */
export function solve(
  all: readonly DiagnosisInput[],
  tried: number,
  drawingOnly: boolean,
): { readonly fits: readonly Fit[]; readonly measured?: Measured } {
  const runs = runsOf(all);
  const fits: Fit[] = [];
  let measured: Measured | undefined;
  for (const solver of drawingOnly ? DRAWN : SOLVERS) {
    if (fits.some(({ predicted }) => predicted >= ENOUGH * runs.wrong.length)) break;
    for (const solution of solver(runs)) {
      const fit = verified(solution);
      if (fit === undefined) continue;
      fits.push(fit);
      measured ??= solution.measured;
    }
  }
  return { fits, ...(measured && { measured }) };

  function verified(solution: Solution): Fit | undefined {
    const { family, cause, text, look, bits } = solution;
    let available = 0;
    let known = 0;
    let first: Fit | undefined;
    for (const [at, run] of all.entries()) {
      const prediction = solution.predict(run);
      const [right, found] = [runs.expected[at]!, runs.found[at]!];
      const { unknown, values } = prediction;
      for (let i = 0; i < found.length; i++) {
        if (unknown?.[i] === 1) continue;
        known++;
        if (!alike(values[i]!, found[i]!)) return undefined;
      }
      available += unknown ? partialEvidence(right, found, unknown) : evidence(right, found);
      const candidate = { family, cause, text, look, bits, predict: () => prediction };
      first ??= { candidate, prediction, readOff: true as const, ...score(prediction, right, found) };
    }
    if (known < KNOWN * all.length * runs.wrong.length) return undefined;
    return isClaimable(available, bits, tried) ? first : undefined;
  }
}
