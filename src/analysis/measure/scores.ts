import type { OnnxModel } from "../../formats/onnx/model.js";

/**
 * The model up to its scores: outputs that a Softmax makes are replaced by what it reads, since probabilities near 0
 * and 1 hide what was lost.
 */
export function scoresOf(model: OnnxModel): OnnxModel {
  const { graph } = model;
  const producers = new Map(graph.nodes.flatMap((node) => node.outputs.map((name) => [name, node])));
  const outputs = graph.outputs.map((output) => {
    const made = producers.get(output.name);
    return made?.opType === "Softmax" ? { ...output, name: made.inputs[0] as string } : output;
  });
  const names = new Set(outputs.map(({ name }) => name));
  if (names.size < outputs.length || outputs.every(({ name }, i) => name === graph.outputs[i]!.name)) return model;
  const read = new Set(graph.nodes.flatMap(({ inputs }) => inputs));
  const nodes = graph.nodes.filter(
    ({ opType, outputs: made }) => opType !== "Softmax" || read.has(made[0] as string) || names.has(made[0] as string),
  );
  return { ...model, graph: { ...graph, nodes, outputs } };
}

/** The nodes that `scoresOf` leaves out behind scores which these nodes make: they read scores in whatever width these have. */
export function headsBehind({ graph }: OnnxModel, nodes: readonly string[]): string[] {
  const chosen = new Set(nodes);
  const scores = new Set(graph.nodes.flatMap(({ name, outputs }) => (chosen.has(name) ? outputs : [])));
  const ends = new Set(graph.outputs.map(({ name }) => name));
  return graph.nodes
    .filter(({ opType, inputs, outputs }) => opType === "Softmax" && scores.has(inputs[0]!) && ends.has(outputs[0]!))
    .map(({ name }) => name);
}
