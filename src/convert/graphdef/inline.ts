import { UserError } from "../../base/errors.js";
import { printable } from "../../formats/onnx/printable.js";
import { type Graph, type GraphFunction, type GraphNode, splitTensor } from "./graph.js";

/** Calls inside calls, and nodes that are looked at: more is a file that was made to harm. */
const DEEPEST = 50;
const MOST_NODES = 200_000;

/** Segments of a name that only say that a function was called there. */
const CALL = /^(Stateful)?PartitionedCall(_\d+)?$/;

/** Where a named result stands among those of an operator with several; all other operators have one name for theirs. */
const RESULTS: Readonly<Record<string, number>> = {
  ...{ batch_mean: 1, batch_variance: 2, reserve_space_1: 3, reserve_space_2: 4, reserve_space_3: 5 },
  ...{ indices: 1, idx: 1 },
};

/**
 * The nodes that `ends` need, with the bodies of functions in place of their calls. Nodes keep the names that the layers
 * gave them: `StatefulPartitionedCall/model/conv/StatefulPartitionedCall/Conv2D` becomes `model/conv/Conv2D`.
 * @param ends names of nodes
 * @returns the nodes, and what the results of calls are called now
 * @throws UserError for a function that is missing or calls itself
 */
export function inlineFunctions(
  graph: Graph,
  ends: readonly string[],
): { readonly nodes: GraphNode[]; readonly final: (tensor: string) => string } {
  const nodes: GraphNode[] = [];
  const used = new Set(graph.nodes.map(({ name }) => name));
  const results = new Map<string, string>();
  let looked = 0;

  const place = (node: GraphNode, path: readonly string[]): void => {
    if (++looked > MOST_NODES)
      throw new UserError(`${printable(node.name)}: the functions hold over ${MOST_NODES} nodes; save a smaller model`);
    const body = functionOf(node, graph.functions);
    if (body === undefined) nodes.push(node);
    else placeBody(node, body, path);
  };

  const placeBody = (node: GraphNode, body: GraphFunction, path: readonly string[]): void => {
    checkCall(node, body, path);
    const outer = new Map(body.inputs.map((argument, i) => [argument, canonical(node.inputs[i]!)]));
    const names = new Map(body.nodes.map(({ name }) => [name, unique(shortened(`${node.name}/${name}`), used)]));
    const here = (tensor: string): string => {
      const [name, result = "", index = "0"] = tensor.split(":") as [string, string?, string?];
      const known = names.get(name);
      const argument = outer.get(name);
      if (argument !== undefined) return argument;
      if (known !== undefined) return canonical(`${known}:${(RESULTS[result] ?? 0) + Number(index)}`);
      throw new UserError(
        `${printable(node.name)}: its function ${printable(body.name)} reads ${printable(name)}, which it lacks; save it again`,
      );
    };
    const inside = [...path, body.name];
    for (const inner of body.nodes)
      place(
        { ...inner, name: names.get(inner.name)!, origin: inner.name, inputs: inner.inputs.map(here), controls: [] },
        inside,
      );
    body.outputs.forEach((tensor, i) => {
      results.set(canonical(`${node.name}:${i}`), here(tensor));
    });
  };

  for (const node of needed(graph.nodes, ends)) place(node, []);
  const final = (tensor: string): string => {
    let found = canonical(tensor);
    // A result is made by a node that stands deeper, so that the chain ends.
    for (let next = results.get(found); next !== undefined && next !== found; next = results.get(found)) found = next;
    return found;
  };
  return { nodes: nodes.map((node) => ({ ...node, inputs: node.inputs.map(final) })), final };
}

/** `node:0` is written `node`. */
export function canonical(tensor: string): string {
  const [node, output] = splitTensor(tensor);
  return output === 0 ? node : `${node}:${output}`;
}

/** The function that a node calls. @throws UserError when the library lacks it */
function functionOf(node: GraphNode, functions: Graph["functions"]): GraphFunction | undefined {
  if (node.op !== "PartitionedCall" && node.op !== "StatefulPartitionedCall") return functions.get(node.op);
  const named = node.attributes.get("f");
  const name = named?.kind === "function" ? named.value : "";
  const body = functions.get(name);
  if (body === undefined)
    throw new UserError(
      `${printable(node.name)} (${node.op}): calls ${printable(name) || "no function"}, which the file lacks; save the model again`,
    );
  return body;
}

function checkCall(node: GraphNode, body: GraphFunction, path: readonly string[]): void {
  const label = `${printable(node.name)} (${printable(node.op)})`;
  if (path.includes(body.name))
    throw new UserError(`${label}: function ${printable(body.name)} calls itself; build the model without recursion`);
  if (path.length >= DEEPEST)
    throw new UserError(`${label}: ${DEEPEST} functions inside each other; build the model flatter`);
  if (node.inputs.length !== body.inputs.length)
    throw new UserError(
      `${label}: gives ${node.inputs.length} arguments, its function takes ${body.inputs.length}; save the model again`,
    );
}

const shortened = (name: string): string =>
  name
    .split("/")
    .filter((part) => part !== "" && !CALL.test(part))
    .join("/");

function unique(wanted: string, used: Set<string>): string {
  let name = wanted;
  for (let i = 1; used.has(name); i++) name = `${wanted}_${i}`;
  used.add(name);
  return name;
}

/** The nodes that `ends` depend on, in the file's order. */
function needed(nodes: readonly GraphNode[], ends: readonly string[]): GraphNode[] {
  const known = new Map(nodes.map((node) => [node.name, node]));
  const found = new Set<string>();
  const waiting = [...ends];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const node = known.get(name);
    if (node === undefined || found.has(name)) continue;
    found.add(name);
    waiting.push(...node.inputs.map((input) => splitTensor(input)[0]), ...node.controls);
  }
  return nodes.filter(({ name }) => found.has(name));
}
