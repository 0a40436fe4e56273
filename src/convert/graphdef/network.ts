import { UserError } from "../../base/errors.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import { printable } from "../../formats/onnx/printable.js";
import type { GraphBuilder } from "../graph/builder.js";
import { channelsFirst, count, type Value } from "../graph/value.js";
import { materialize } from "../operators/elementwise.js";
import { callOf } from "./call.js";
import { joinDilated } from "./dilate.js";
import { fuse } from "./fuse.js";
import { type GraphDefModel, type GraphInput, type GraphNode, splitTensor } from "./graph.js";
import { isLoop, type RunNodes, unroll } from "./loop.js";
import { orderNodes } from "./order.js";
import { MOST_ELEMENTS } from "./shape.js";
import { OPERATORS } from "./table.js";
import { refuseWrites } from "./writes.js";

export interface GraphContext {
  readonly g: GraphBuilder;
  readonly inputsChannelsFirst: boolean;
  readonly onLayer?: (name: string, op: string, value: Value) => void;
}

/** The outputs of the graph under their names. */
export function convertGraphDef(model: GraphDefModel, context: GraphContext): (readonly [string, Value])[] {
  const { g, onLayer } = context;
  const nodes = fuse(joinDilated(model), [...model.inputs, ...model.outputs]);
  refuseWrites(nodes);
  const values = new Map<string, readonly Value[]>();
  const fed = new Map(model.inputs.map((input) => [splitTensor(input.tensor)[0], input]));
  for (const [node, input] of fed) values.set(node, [inputOf(input, context)]);
  const names = model.outputs.map(({ name }) => g.reserve(name));
  const ends = model.outputs.map(({ tensor }) => splitTensor(tensor)[0]);
  let work = 0;
  let depth = 0;
  const runAll: RunNodes = (nodes, ends, values) => {
    const find = (tensor: string): Value | undefined => {
      const [name, output] = splitTensor(tensor);
      return values.get(name)?.[output];
    };
    depth++;
    for (const node of orderNodes(nodes, ends, new Set(values.keys()))) {
      if (isLoop(node) && depth > DEEPEST)
        throw new UserError(`${labelOf(node)}: over ${DEEPEST} loops inside each other; build the model flatter`);
      const results = run(node, model, find, g, runAll);
      values.set(node.name, results);
      work += 1 + results.reduce((sum, { shape }) => sum + count(shape) / ELEMENTS, 0);
      if (work > MOST_WORK)
        throw new UserError(
          `${labelOf(node)}: too much to write out its loops; build the model for a shorter sequence`,
        );
      const [first] = results;
      if (first !== undefined && first.constant === undefined && first.list === undefined)
        onLayer?.(node.name, node.op, first);
    }
    depth--;
    return find;
  };
  const find = runAll(nodes, ends, values);
  return model.outputs.map(({ name, tensor }, i) => {
    const value = find(tensor);
    if (value === undefined || value.list !== undefined)
      throw new UserError(
        `${printable(name)}: no node makes this output a tensor (${printable(tensor)}); save the model again`,
      );
    return [names[i]!, materialize(g, value)];
  });
}

/** What all nodes may cost, those of each round of a loop counted: one each, and one for so many elements. */
const MOST_WORK = 300_000;
const ELEMENTS = 4096;
const DEEPEST = 20;

const labelOf = ({ name, op }: GraphNode): string => `${printable(name)} (${printable(op)})`;

function inputOf({ name, shape, dtype }: GraphInput, { g, inputsChannelsFirst }: GraphContext): Value {
  const known = shape?.map((size, axis) => (axis === 0 && size === -1 ? 1 : size));
  if (known === undefined || known.some((size) => !(size >= 1)) || !(count(known) <= MOST_ELEMENTS))
    throw new UserError(
      `input ${printable(name)}: its shape is ${shape === undefined ? "unknown" : `[${shape.slice(0, 8)}]`}, expected known sizes beside the batch's; export it with the size that the board will see`,
    );
  return g.input(name, known, dtype, inputsChannelsFirst ? channelsFirst(known.length) : undefined);
}

/** Elements beside the graph: those of a constant of a function stand under its name there. */
function storedOf({ name, origin = name, op }: GraphNode, { weights }: GraphDefModel): (() => Tensor) | undefined {
  return weights.get(name) ?? (op === "Const" ? weights.get(origin) : undefined);
}

function run(
  node: GraphNode,
  model: GraphDefModel,
  find: (tensor: string) => Value | undefined,
  g: GraphBuilder,
  runAll: RunNodes,
): readonly Value[] {
  const label = labelOf(node);
  if (isLoop(node)) return unroll(node, label, node.inputs.map(find), model.functions, runAll);
  const rule = OPERATORS.get(node.op);
  if (rule === undefined)
    throw new UserError(`${label}: no rule converts this operator; build the model without it, or write its rule`);
  const call = callOf(node, label, g, node.inputs.map(find), storedOf(node, model));
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
