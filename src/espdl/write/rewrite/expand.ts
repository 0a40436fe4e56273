import type { Draft, DraftNode } from "../draft.js";
import { addIntegers, broadcast, insertOperator, isFloat } from "./make.js";

const BROADCASTS = new Set("Add Sub Mul Div Pow Equal Greater Less GreaterOrEqual LessOrEqual".split(" "));

/** More copies are a mistake. */
const MOST_COPIES = 256;

/** Expand and Tile go away where the operators behind broadcast, else they are a Concat of copies along each axis. */
export function expands(draft: Draft): void {
  for (const node of draft.nodes.filter(({ opType }) => opType === "Expand" || opType === "Tile")) {
    const [input] = node.inputs as [string];
    const [output] = node.outputs as [string];
    if (!isFloat(draft, input) || draft.isConstant(input) || draft.isConstant(output)) continue;
    const [from, to] = [draft.shapeOf(input), draft.shapeOf(output)];
    if (!draft.outputs.includes(output) && draft.readers(output).every((reader) => same(draft, reader, output, from))) {
      draft.bypass(node);
      continue;
    }
    const padded = [...to.slice(from.length).map(() => 1), ...from];
    const times = to.map((size, axis) => size / padded[axis]!);
    if (times.some((count) => !Number.isInteger(count) || count > MOST_COPIES)) continue;
    copies(draft, node, input, padded, times);
  }
}

/** Whether a node gives the same shape from the smaller operand. */
function same(draft: Draft, reader: DraftNode, name: string, shape: readonly number[]): boolean {
  if (!BROADCASTS.has(reader.opType) || reader.inputs.every((input) => input === name)) return false;
  const [a, b] = reader.inputs.map((input) => (input === name ? shape : draft.shapeOf(input))) as [number[], number[]];
  return broadcast(a, b).join() === draft.shapeOf(reader.outputs[0]!).join();
}

function copies(
  draft: Draft,
  node: DraftNode,
  input: string,
  padded: readonly number[],
  times: readonly number[],
): void {
  const [output] = node.outputs as [string];
  const axes = times.flatMap((count, axis) => (count > 1 ? [axis] : []));
  let result = input;
  const shape = [...padded];
  if (padded.length > draft.shapeOf(input).length || axes.length === 0) {
    const last = axes.length === 0 ? output : undefined;
    result = insertOperator(draft, node, "Reshape", [result, addIntegers(draft, padded)], padded, {}, last);
  }
  axes.forEach((axis, index) => {
    shape[axis]! *= times[axis]!;
    const all = Array.from({ length: times[axis]! }, () => result);
    const last = index === axes.length - 1 ? output : undefined;
    result = insertOperator(draft, node, "Concat", all, [...shape], { axis: { type: "int", value: axis } }, last);
  });
  draft.remove(node);
}
