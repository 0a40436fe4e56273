import type { Program } from "../../ir/graph/program.js";

/** The layers whose tensors nobody needs once a layer has run, by that layer's index; outputs are needed for ever. */
export function lastUses(program: Program): Map<number, number[]> {
  const last = new Map<number, number>(program.layers.map(({ index }) => [index, index]));
  for (const layer of program.layers) {
    if (layer.kind === "call") for (const operand of layer.inputs) last.set(operand.layer, layer.index);
  }
  for (const { layer } of program.outputs) last.delete(layer);
  const dead = new Map<number, number[]>();
  for (const [layer, user] of last) dead.set(user, [...(dead.get(user) ?? []), layer]);
  return dead;
}
