import { isMade } from "../comparison/diff/compared-layers.js";
import type { Trace } from "../formats/trace/trace.js";
import { counted } from "../presentation/figures/text.js";

/** What a run made, counted as comparisons count: `17 tensors`; beside it what it was given: `, 1 input`. */
export function madeText({ layers }: Trace): string {
  const inputs = layers.filter(({ op }) => op === "input").length;
  const made = counted(layers.filter(isMade).length, "tensor");
  return inputs === 0 ? made : `${made} and ${counted(inputs, "input")}`;
}
