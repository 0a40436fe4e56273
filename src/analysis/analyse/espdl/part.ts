import { outputId } from "../../../ir/graph/output-id.js";
import type { InputLayer, Layer, Operand, Program } from "../../../ir/graph/program.js";

/**
 * What of a program leads from some of its tensors to others, as a program of its own whose inputs are those tensors, by
 * their ids. The program's own inputs are inputs of the part where it needs them.
 */
export function partOf(program: Program, inputs: readonly Operand[], outputs: readonly Operand[]): Program {
  const given = new Map(inputs.map((operand) => [keyOf(operand), operand]));
  const needed = new Set<number>();
  const read = new Set<string>();
  const visit = (operand: Operand): void => {
    if (given.has(keyOf(operand))) {
      read.add(keyOf(operand));
      return;
    }
    if (needed.has(operand.layer)) return;
    needed.add(operand.layer);
    const layer = program.layers[operand.layer]!;
    if (layer.kind === "call") layer.inputs.forEach(visit);
  };
  outputs.forEach(visit);
  const layers: Layer[] = [];
  const places = new Map<string, Operand>();
  for (const [key, operand] of given) {
    if (!read.has(key)) continue;
    places.set(key, { layer: layers.length, output: 0 });
    layers.push(inputLayer(program, operand, layers.length));
  }
  const moved = (operand: Operand): Operand => places.get(keyOf(operand))!;
  for (const layer of program.layers) {
    if (!needed.has(layer.index)) continue;
    const index = layers.length;
    layer.types.forEach((_, output) => {
      const key = keyOf({ layer: layer.index, output });
      if (!places.has(key)) places.set(key, { layer: index, output });
    });
    layers.push(layer.kind === "call" ? { ...layer, index, inputs: layer.inputs.map(moved) } : { ...layer, index });
  }
  return { ...program, layers, outputs: outputs.map(moved) };
}

const keyOf = ({ layer, output }: Operand): string => `${layer}:${output}`;

function inputLayer(program: Program, { layer, output }: Operand, index: number): InputLayer {
  const { id, onnx, types, exponent } = program.layers[layer]!;
  const name = outputId(id, output);
  return {
    kind: "input",
    index,
    name,
    id: name,
    types: [types[output]!],
    onnx,
    ...(exponent !== undefined && { exponent }),
  };
}
