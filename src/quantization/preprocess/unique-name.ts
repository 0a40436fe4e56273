import type { OnnxGraph } from "../../formats/onnx/model.js";

/** Makes names that the graph does not use: `base`, then `base_token_0`, `base_token_1` … over all bases. */
export function nameMaker(graph: OnnxGraph): (base: string) => string {
  const taken = new Set<string>([...graph.initializers.keys(), ...graph.inputs.map(({ name }) => name)]);
  for (const node of graph.nodes) for (const name of [node.name, ...node.outputs]) taken.add(name);
  let token = 0;
  return (base) => {
    let name = base;
    while (taken.has(name)) name = `${base}_token_${token++}`;
    taken.add(name);
    return name;
  };
}
