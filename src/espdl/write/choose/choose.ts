import type { Draft } from "../draft.js";
import { assign } from "./assign.js";
import { Plan, type RangesByWidth } from "./plan.js";
import { settle } from "./settle.js";
import type { WeightOptions } from "./weights.js";
import { setWidths } from "./widths.js";

export interface ChooseOptions extends WeightOptions {
  readonly bits: 8 | 16;
  /** Nodes computed in 16 bits in a network of 8. */
  readonly int16: readonly string[];
  /** Nodes that stay float. */
  readonly keepFloat: readonly string[];
  /** Tensors that hold infinities: what reads them stays float. */
  readonly unbounded: ReadonlySet<string>;
}

/** Exponents of our own for every tensor of a draft, from the ranges of the float model's tensors. */
export function chooseExponents(draft: Draft, ranges: RangesByWidth, options: ChooseOptions): void {
  setWidths(draft, options);
  const plan = new Plan(draft, ranges);
  settle(plan, options);
  assign(plan, options);
}
