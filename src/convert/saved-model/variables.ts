import { UserError } from "../../base/errors.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import { printable } from "../../formats/onnx/printable.js";
import { type Graph, type GraphNode, splitTensor } from "../graphdef/graph.js";
import { inlineFunctions } from "../graphdef/inline.js";

/** Nodes that only hand on what they read. */
const PASS = new Set(["Identity", "IdentityN"]);

/**
 * Which key of the checkpoint holds which variable, as the graph's own restore says it: the keys that RestoreV2 reads,
 * and the variable that each result is assigned to. (Names of variables and keys are not alike since TensorFlow 2.)
 * @param restore the node that restores
 * @returns keys by the variable's node
 */
export function checkpointKeys(graph: Graph, restore: string): Map<string, string> {
  const { nodes } = inlineFunctions(graph, [splitTensor(restore)[0]]);
  const known = new Map(nodes.map((node) => [node.name, node]));
  const result = new Map<string, string>();
  for (const { op, inputs } of nodes) {
    if (op !== "AssignVariableOp" && op !== "Assign") continue;
    const [variable, value] = inputs.map((input) => source(input, known));
    const [from, output] = splitTensor(value ?? "");
    const node = known.get(from);
    if (node?.op !== "RestoreV2" || variable === undefined) continue;
    const key = keysOf(node, known)[output];
    if (key !== undefined) result.set(splitTensor(variable)[0], key);
  }
  return result;
}

/** What a tensor was before it was handed on. */
function source(tensor: string, known: ReadonlyMap<string, GraphNode>): string {
  let found = tensor;
  for (let steps = 0; steps < known.size; steps++) {
    const [name, output] = splitTensor(found);
    const node = known.get(name);
    if (node === undefined || !PASS.has(node.op) || node.inputs[output] === undefined) break;
    found = node.inputs[output]!;
  }
  return found;
}

function keysOf({ name, inputs }: GraphNode, known: ReadonlyMap<string, GraphNode>): readonly string[] {
  const names = known.get(source(inputs[1] ?? "", known))?.attributes.get("value");
  if (names?.kind === "texts") return names.value;
  throw new UserError(`${printable(name)} (RestoreV2): its keys are not a constant; save the model again`);
}

/** Variables by node, each read when it is asked for. */
export function variablesOf(
  nodes: readonly GraphNode[],
  keys: ReadonlyMap<string, string>,
  read: (key: string, label: string) => Tensor,
): Map<string, () => Tensor> {
  const variables = nodes.filter(({ op }) => op === "VarHandleOp" || op === "VariableV2");
  return new Map(
    variables.map(({ name, op, attributes }) => [
      name,
      () => {
        const shared = attributes.get("shared_name");
        // A checkpoint of TensorFlow 1 is keyed by the variable's name.
        const key = keys.get(name) ?? (shared?.kind === "text" && shared.value !== "" ? shared.value : name);
        return read(key, `${printable(name)} (${op})`);
      },
    ]),
  );
}
