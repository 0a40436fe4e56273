import type { Draft } from "../draft.js";
import { assign } from "./assign.js";
import { type Choices, NO_CHOICES } from "./choices.js";
import { takeConstants } from "./constants.js";
import { Plan, type RangesByWidth, resultOf } from "./plan.js";
import { accumulates } from "./rules.js";
import { settle } from "./settle.js";
import { isWeighted, type WeightOptions, weightsOf } from "./weights.js";
import { setWidths } from "./widths.js";

export interface ChooseOptions extends WeightOptions {
  readonly bits: 8 | 16;
  /** Nodes computed in 16 bits in a network of 8. */
  readonly int16: readonly string[];
  /** Nodes that stay float. */
  readonly keepFloat: readonly string[];
  /** Tensors that hold infinities: what reads them stays float. */
  readonly unbounded: ReadonlySet<string>;
  readonly choices?: Choices | undefined;
}

/**
 * Exponents of our own for every tensor of a draft, from the ranges of the float model's tensors.
 * @returns what was chosen: with the same model and widths it leads to the same file without any range
 */
export function chooseExponents(draft: Draft, ranges: RangesByWidth, options: ChooseOptions): Choices {
  const choices = options.choices ?? NO_CHOICES;
  setWidths(draft, options);
  takeConstants(draft, choices);
  const plan = new Plan(draft, ranges, choices);
  settle(plan, options);
  assign(plan, options);
  const weighted = draft.nodes.filter((node) => node.quantized && accumulates(node) && isWeighted(draft, node));
  const weights = new Map(weighted.map((node) => [resultOf(draft, node), weightsOf(plan, node, options).exponents]));
  return { ...choices, exponents: plan.given, weights };
}
