import type { CallLayer } from "../ir/graph/program.js";
import type { EspdlProgram } from "./compile.js";
import type { EspdlNode } from "./model.js";

/** The calls that a node became: one for each of its outputs if it is a Split, else one. */
export function callsOf(program: EspdlProgram, { outputs }: EspdlNode): CallLayer[] {
  const calls = new Set<CallLayer>();
  for (const output of outputs) {
    const layer = program.layers[program.tensors.get(output)?.layer ?? -1];
    if (layer?.kind === "call") calls.add(layer);
  }
  return [...calls];
}
