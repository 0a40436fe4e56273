import { UserError } from "../../base/errors.js";
import { printable } from "../../formats/onnx/printable.js";
import type { GraphBuilder } from "../graph/builder.js";
import { channelsFirst, count, type Value } from "../graph/value.js";
import { materialize } from "../operators/elementwise.js";
import { callOf } from "./call.js";
import { joinDilated } from "./dilate.js";
import { fuse } from "./fuse.js";
import { type GraphDefModel, type GraphInput, type GraphNode, splitTensor } from "./graph.js";
import { orderNodes } from "./order.js";
import { MOST_ELEMENTS } from "./shape.js";
import { OPERATORS } from "./table.js";

export interface GraphContext {
  readonly g: GraphBuilder;
  readonly inputsChannelsFirst: boolean;
  readonly onLayer?: (name: string, op: string, value: Value) => void;
}

/** Operators that write a variable: what the next run gives depends on this one. */
const WRITES = /^(Assign|ResourceApply|ResourceScatter)/;

/** The outputs of the graph under their names. */
export function convertGraphDef(model: GraphDefModel, context: GraphContext): (readonly [string, Value])[] {
  const { g, onLayer } = context;
  const nodes = fuse(joinDilated(model), [...model.inputs, ...model.outputs]);
  for (const node of nodes)
    if (WRITES.test(node.op))
      throw new UserError(`${labelOf(node)}: writes a variable in each run; export the model for inference`);
  const values = new Map<string, readonly Value[]>();
  const fed = new Map(model.inputs.map((input) => [splitTensor(input.tensor)[0], input]));
  for (const [node, input] of fed) values.set(node, [inputOf(input, context)]);
  const names = model.outputs.map(({ name }) => g.reserve(name));
  const find = (tensor: string): Value | undefined => {
    const [name, output] = splitTensor(tensor);
    return values.get(name)?.[output];
  };
  const ends = model.outputs.map(({ tensor }) => splitTensor(tensor)[0]);
  for (const node of orderNodes(nodes, ends, new Set(fed.keys()))) {
    const results = run(node, model, find, g);
    values.set(node.name, results);
    const [first] = results;
    if (first !== undefined && first.constant === undefined) onLayer?.(node.name, node.op, first);
  }
  return model.outputs.map(({ name, tensor }, i) => {
    const value = find(tensor);
    if (value === undefined)
      throw new UserError(`${printable(name)}: no node makes this output (${printable(tensor)}); save the model again`);
    return [names[i]!, materialize(g, value)];
  });
}

const labelOf = ({ name, op }: GraphNode): string => `${printable(name)} (${printable(op)})`;

function inputOf({ name, shape, dtype }: GraphInput, { g, inputsChannelsFirst }: GraphContext): Value {
  const known = shape?.map((size, axis) => (axis === 0 && size === -1 ? 1 : size));
  if (known === undefined || known.some((size) => !(size >= 1)) || !(count(known) <= MOST_ELEMENTS))
    throw new UserError(
      `input ${printable(name)}: its shape is ${shape === undefined ? "unknown" : `[${shape.slice(0, 8)}]`}, expected known sizes beside the batch's; export it with the size that the board will see`,
    );
  return g.input(name, known, dtype, inputsChannelsFirst ? channelsFirst(known.length) : undefined);
}

function run(
  node: GraphNode,
  model: GraphDefModel,
  find: (tensor: string) => Value | undefined,
  g: GraphBuilder,
): readonly Value[] {
  const label = labelOf(node);
  const rule = OPERATORS.get(node.op);
  if (rule === undefined)
    throw new UserError(`${label}: no rule converts this operator; build the model without it, or write its rule`);
  const call = callOf(node, label, g, node.inputs.map(find), model.weights.get(node.name));
  const result = named(label, () => g.within(node.name, () => rule.emit(call)));
  call.checkRead();
  const results = Array.isArray(result) ? (result as readonly Value[]) : [result as Value];
  for (const { shape, constant } of results)
    if (!(count(shape) <= MOST_ELEMENTS) || (constant === undefined && shape.some((size) => size < 1)))
      throw new UserError(`${label}: its result would have shape [${shape}], expected 1 to ${MOST_ELEMENTS} elements`);
  return results;
}

/** Rules of operators do not know the node's name. */
function named<T>(label: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof UserError && !error.message.startsWith(label))
      throw new UserError(`${label}: ${error.message}`);
    throw error;
  }
}
