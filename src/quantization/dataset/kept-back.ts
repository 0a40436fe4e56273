import type { Sample } from "../calibrate/samples.js";

/** Of fewer samples none is spared. */
const FEWEST = 20;
const EVERY = 10;

/** Samples split into those to calibrate on and those to measure on. */
export interface SplitSamples {
  readonly calibration: Iterable<Sample> & { readonly count: number };
  readonly keptBack: Iterable<Sample> & { readonly count: number };
}

/** Every tenth sample is kept back from calibration; undefined below 20 samples. Neither part is held in memory. */
export function keepBack(samples: Iterable<Sample> & { readonly count: number }): SplitSamples | undefined {
  if (samples.count < FEWEST) return undefined;
  const kept = Math.floor(samples.count / EVERY);
  const part = (isKept: boolean, count: number) => ({
    count,
    *[Symbol.iterator]() {
      let index = 0;
      for (const sample of samples) if ((index++ % EVERY === EVERY - 1) === isKept) yield sample;
    },
  });
  return { calibration: part(false, samples.count - kept), keptBack: part(true, kept) };
}
