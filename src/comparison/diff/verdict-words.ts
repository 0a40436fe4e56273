import { comparedLayers } from "./compared-layers.js";
import type { TraceDiff } from "./trace-diff.js";

/** What a comparison says, without its verdict's name: `all 17 tensors that both runs make`. */
export function verdictWords({ verdict, compared, layers }: TraceDiff): string {
  if (compared === 0) {
    const given = layers.length === 0 ? "no layer" : "only inputs and constants";
    return `nothing to compare: the two runs have ${given} in common`;
  }
  const bad = comparedLayers(layers).filter(({ status }) => status !== "equal").length;
  const all = compared === 1 ? "the one tensor" : `all ${compared} tensors`;
  const which = verdict === "equal" || compared === 1 ? all : `${bad} of ${compared} tensors`;
  return `${which} that both runs make`;
}
