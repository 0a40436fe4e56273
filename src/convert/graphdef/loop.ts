import { UserError } from "../../base/errors.js";
import { printable } from "../../formats/onnx/printable.js";
import type { Value } from "../graph/value.js";
import { fuse } from "./fuse.js";
import { type Graph, type GraphNode, splitTensor } from "./graph.js";
import { inlineFunctions } from "./inline.js";
import { refuseWrites } from "./writes.js";

/** A longer sequence, written out, fits no microcontroller. */
const MOST_ROUNDS = 10_000;

/** Runs nodes in the order that they need. @returns what finds their results */
export type RunNodes = (
  nodes: readonly GraphNode[],
  ends: readonly string[],
  values: Map<string, readonly Value[]>,
) => (tensor: string) => Value | undefined;

export const isLoop = ({ op }: GraphNode): boolean => op === "While" || op === "StatelessWhile";

/** A function of a graph, ready to be run with values in place of its arguments. */
interface Body {
  readonly nodes: readonly GraphNode[];
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** What all names begin with. */
  readonly common: string;
}

/**
 * A loop, written out: its body as many times as its condition holds, which must not depend on the model's input. That is
 * how Keras runs a recurrent layer over a sequence of known length.
 * @param values the variables of the loop at its start
 * @returns their values behind it
 * @throws UserError when the condition is computed, the loop is too long, or its functions do not fit
 */
export function unroll(
  node: GraphNode,
  label: string,
  values: readonly (Value | undefined)[],
  functions: Graph["functions"],
  run: RunNodes,
): readonly Value[] {
  const refuse = (what: string): never => {
    throw new UserError(`${label}: ${what}`);
  };
  const [condition, body] = [bodyOf(node, "cond", functions), bodyOf(node, "body", functions)];
  if (body.outputs.length !== values.length)
    return refuse(`${values.length} variables, its body gives ${body.outputs.length}; save the model again`);
  let state = values.map((value, i) => value ?? refuse(`variable ${i} is missing; save the model again`));
  for (let round = 0; ; round++) {
    const inside = `${node.name}/${round}`;
    const [goes] = called(condition, inside, state, run);
    const more = goes?.constant?.toNumbers();
    if (more?.length !== 1)
      return refuse("whether it goes on depends on computed values; build it with a known number of steps");
    if (more[0] === 0) return state;
    if (round >= MOST_ROUNDS) return refuse(`over ${MOST_ROUNDS} rounds; build the model for a shorter sequence`);
    state = called(body, inside, state, run);
  }
}

/** The function that an attribute of a loop names, with the bodies of functions in place of their calls. */
function bodyOf({ name, op, inputs, attributes }: GraphNode, attribute: string, functions: Graph["functions"]): Body {
  const named = attributes.get(attribute);
  const called = named?.kind === "function" ? named.value : "";
  const found = functions.get(called);
  if (found === undefined)
    throw new UserError(
      `${printable(name)} (${op}): ${attribute} is ${printable(called) || "missing"}, expected a function of the file; save it again`,
    );
  const given = inputs.map((_, i) => `argument ${i}`);
  const call: GraphNode = { name: "", op: called, inputs: given, controls: [], attributes: new Map() };
  const { nodes, final } = inlineFunctions({ nodes: [call], functions }, [""]);
  refuseWrites(nodes);
  const outputs = found.outputs.map((_, i) => final(`:${i}`));
  const kept = [...given, ...outputs].map((tensor) => ({ tensor }));
  return { nodes: fuse(nodes, kept), inputs: given, outputs, common: commonPath(nodes) };
}

/** The path that all names begin with, and its slash: the layer's own, which the loop's name says already. */
function commonPath(nodes: readonly GraphNode[]): string {
  const [first = "", ...others] = nodes.map(({ name }) => name);
  const parts = first.split("/").slice(0, -1);
  while (parts.length > 0 && !others.every((name) => name.startsWith(`${parts.join("/")}/`))) parts.pop();
  return parts.length === 0 ? "" : `${parts.join("/")}/`;
}

/** What a function gives for these values. @param inside what the names of its nodes begin with */
function called(body: Body, inside: string, values: readonly Value[], run: RunNodes): Value[] {
  const { nodes, inputs, outputs, common } = body;
  const given = new Set(inputs);
  const here = (tensor: string): string =>
    given.has(tensor) ? tensor : `${inside}/${tensor.startsWith(common) ? tensor.slice(common.length) : tensor}`;
  const placed = nodes.map((node) => ({ ...node, name: here(node.name), inputs: node.inputs.map(here) }));
  const known = new Map<string, readonly Value[]>(inputs.map((name, i) => [name, [values[i]!]]));
  const ends = outputs.map(here);
  const names = ends.map((tensor) => splitTensor(tensor)[0]);
  const find = run(placed, names, known);
  return ends.map((tensor) => {
    const value = find(tensor);
    if (value === undefined) throw new UserError(`${printable(tensor)}: no node makes it; save the model again`);
    return value;
  });
}
