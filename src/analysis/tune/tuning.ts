import type { EspdlRecipe } from "../recipe/espdl-recipe.js";
import type { Recipe } from "../recipe/recipe.js";
import type { ExpectedLoss } from "./expected-loss.js";
import type { Goal } from "./goal.js";
import type { Reached } from "./reached.js";

/** One remedy that was tried, measured on the search set. */
export interface Rung {
  readonly remedy: string;
  /** What exactly, in words. */
  readonly tried: string;
  readonly reached: Reached;
  /** Of other samples, by the margins of these and of the calibration set. */
  readonly loss: ExpectedLoss;
  /** Against what was reached before, dB. */
  readonly gain: number;
  /** What it costs on the chip, in words. */
  readonly cost: string;
  readonly kept: boolean;
}

export const TUNING_FORMAT = "espdl-lab-tuning";

/** A search for the cheapest remedies that reach a goal. Plain data, usable as JSON. */
export interface Tuning {
  readonly format: typeof TUNING_FORMAT;
  readonly version: 1;
  readonly goal: Goal;
  /** Samples of the three disjoint sets. */
  readonly samples: { readonly calibration: number; readonly search: number; readonly test: number };
  readonly ladder: readonly Rung[];
  /** On the test set, which nothing was chosen by: what plain `quantize` gives, and what the recipe gives. */
  readonly plain: Reached;
  readonly tuned: Reached;
  /** Whether the goal is reached on the test set. */
  readonly isReached: boolean;
  readonly recipe: Recipe | EspdlRecipe;
}
