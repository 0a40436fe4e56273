import type { Sample } from "../../../quantization/calibrate/samples.js";
import type { Bench } from "../bench.js";
import type { TuningSets } from "../sets.js";
import type { State } from "../state.js";
import type { Trial } from "../trial.js";

/** What a remedy starts from and may use. */
export interface RemedyContext<S extends State<S>> {
  readonly state: S;
  /** What the state reaches on the search set. */
  readonly trial: Trial;
  readonly sets: TuningSets;
  /** Of the search set. */
  readonly bench: Bench;
  /** Whether other samples are likely to reach it, as far as these tell. */
  readonly isGoal: (trial: Trial) => boolean;
  readonly onTrial: (done: number, total: number) => void;
}

/** A network that a remedy made. */
export interface Tried<S> {
  readonly state: S;
  /** What was done, in words. */
  readonly words: string;
  /** What it costs on the chip, in words. */
  readonly cost: string;
  /** The same decision carried out with other samples; where it is left out, only weights and biases can come of them. */
  readonly anew?: (samples: readonly Sample[]) => Promise<S>;
}

/** A way to lose less. */
export interface Remedy<S extends State<S>> {
  readonly name: string;
  /** Costs the chip time or memory, so that it is tried only while the goal is not reached. */
  readonly costly: boolean;
  /** @returns undefined where the remedy has nothing to change */
  readonly apply: (context: RemedyContext<S>) => Promise<Tried<S> | undefined>;
}

export const NOTHING = "nothing";
