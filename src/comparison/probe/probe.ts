import type { DiagnosisInput } from "../diagnose/diagnosis.js";
import type { Signal } from "./signals.js";

/** One run of a layer: a signal for each of its inputs, and what its output's memory is filled with before. */
export interface ProbeRun {
  readonly signals: readonly Signal[];
  readonly before?: number;
}

/** What is tried on the layers of a family, and what it can tell apart. */
export interface Probe {
  readonly name: string;
  /** What its runs can tell apart, one line. */
  readonly tells: string;
  applies(layer: DiagnosisInput): boolean;
  /** Runs that are always made. */
  first(layer: DiagnosisInput): readonly ProbeRun[];
  /**
   * Runs that are made where those told no cause.
   * @param most that can be made
   * @param share of the output's elements that were wrong in any run
   */
  more(layer: DiagnosisInput, most: number, share: number): readonly ProbeRun[];
}

/** The same signal for every input. */
export const all = (signal: Signal, before?: number): ProbeRun => ({
  signals: [signal],
  ...(before === undefined ? {} : { before }),
});

/** Two bytes that the output's memory is filled with: what keeps both is not written. */
export const FILLS = [0x5a, 0xa5] as const;
