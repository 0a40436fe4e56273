import { node as build, call, scalar } from "../graph/build.js";
import type { ConstantValue, Graph, Node, Origin, Value } from "../graph/graph.js";
import { numbers } from "../graph/graph.js";
import { padding4 } from "../graph/operators/convolution.js";
import { postOrder } from "../graph/order.js";
import { rewrite } from "../graph/rewrite.js";
import { isConstant, isScalarOf } from "./pattern.js";

/** Outside of this range q · s could leave float32's normal numbers, and the proof below fails. */
const MIN_SCALE = 2 ** -100;
const MAX_SCALE = 2 ** 100;

/** A float value that is q · scale for int8 q, selected from `source`; without a source it is a dequantize. */
interface Island {
  readonly scale: number;
  readonly source: Value | undefined;
}

/** Scale of a symmetric quantize or dequantize; undefined if it is none, or out of range. */
function scaleOf(node: Node): number | undefined {
  const [, scale, zeroPoint] = node.inputs;
  if (scale === undefined || zeroPoint === undefined || !isConstant(scale) || !isScalarOf(zeroPoint, 0))
    return undefined;
  if (scale.tensor.shape.length > 0) return undefined;
  const value = scale.tensor.item();
  return value > MIN_SCALE && value < MAX_SCALE ? value : undefined;
}

/** `bound` as an integer multiple of the scale, or the end of int8 when it cuts nothing off; undefined if neither. */
function integerBound(bound: number, scale: number): number | undefined {
  if (bound <= -128 * scale) return -128;
  if (bound >= 127 * scale) return 127;
  const multiple = Math.fround(bound) / scale;
  return Number.isInteger(multiple) ? multiple : undefined;
}

/** True unless the last window, in ceil mode, lies in the padding alone: its float value is no multiple of the scale. */
function everyWindowHasData(node: Node): boolean {
  const [height, width] = (node.inputs[0] as Value).type.shape.slice(2) as [number, number];
  const [oh, ow] = (node.results[0] as Value).type.shape.slice(2) as [number, number];
  const [sh, sw] = numbers(node.attributes, "strides") as [number, number];
  const [top, left] = padding4(numbers(node.attributes, "padding"));
  return (oh - 1) * sh - top < height && (ow - 1) * sw - left < width;
}

/** The same operator on int8, for an operator that only selects among its input's elements; undefined if it is none. */
function int8Form(node: Node, scale: number): { attributes: Node["attributes"]; more: readonly Value[] } | undefined {
  const { op, attributes } = node;
  const same = { attributes, more: [] };
  switch (op) {
    case "nn.relu":
    case "transpose":
    case "reshape":
    case "nn.batch_flatten":
    case "squeeze":
    case "expand_dims":
    case "broadcast_to":
    case "max":
    case "min":
    case "nn.depth_to_space":
    case "nn.space_to_depth":
    case "strided_slice":
    case "tile":
      return same;
    case "gather":
    case "gather_nd":
    case "take":
      return isConstant(node.inputs[1] as Value) ? { attributes, more: node.inputs.slice(1) } : undefined;
    case "nn.max_pool2d":
      return everyWindowHasData(node) ? same : undefined;
    case "image.resize2d":
      return attributes.method === "nearest_neighbor" ? same : undefined;
    case "clip": {
      const a_min = integerBound(attributes.a_min as number, scale);
      const a_max = integerBound(attributes.a_max as number, scale);
      return a_min === undefined || a_max === undefined ? undefined : { attributes: { a_min, a_max }, more: [] };
    }
    case "esp.take_axes":
    case "nn.pad":
      return isScalarOf(node.inputs[1] as Value, 0) ? { attributes, more: [scalar("int8", 0)] } : undefined;
    default:
      return undefined;
  }
}

/** All float values that are multiples of a dequantize's scale, by their producers. */
function findIslands(order: readonly Node[]): Map<Value, Island> {
  const islands = new Map<Value, Island>();
  for (const node of order) {
    const result = node.results[0] as Value;
    const source = node.inputs[0];
    if (node.op === "qnn.dequantize" && source?.type.dtype === "int8") {
      const scale = scaleOf(node);
      if (scale !== undefined) islands.set(result, { scale, source: undefined });
    }
    const below = source && islands.get(source);
    if (below !== undefined && source !== undefined && int8Form(node, below.scale) !== undefined) {
      islands.set(result, { scale: below.scale, source });
    }
  }
  return islands;
}

/** True for a quantize that gives back exactly the integers that its input is made of. */
function closes(node: Node, islands: ReadonlyMap<Value, Island>): boolean {
  if (node.op !== "qnn.quantize") return false;
  const island = islands.get(node.inputs[0] as Value);
  return island !== undefined && scaleOf(node) === island.scale;
}

/** The values on the way from a dequantize to a quantize of the same scale. */
function neededValues(order: readonly Node[], islands: ReadonlyMap<Value, Island>): Set<Value> {
  const needed = new Set<Value>();
  for (const node of order) {
    if (!closes(node, islands)) continue;
    let value: Value | undefined = node.inputs[0];
    while (value !== undefined && !needed.has(value)) {
      needed.add(value);
      value = islands.get(value)?.source;
    }
  }
  return needed;
}

function exponentOf(scale: number): Pick<Origin, "exponent"> {
  const exponent = Math.log2(scale);
  return Number.isInteger(exponent) ? { exponent } : {};
}

/**
 * Dequantize(s) → operators that only select elements → Quantize(s) as the same operators on int8.
 * The bits stay: x = fl(q·s) is monotone in q, so that a maximum or a bound at a multiple of s selects the same q;
 * and fl(fl(q·s)/s) is within 2⁻²² of |q| ≤ 128, so that it rounds to q. Other readers of such a value get
 * Dequantize(s) of its int8 form.
 */
export function int8Islands(graph: Graph): Graph {
  const order = postOrder(graph);
  const islands = findIslands(order);
  const needed = neededValues(order, islands);
  const int8 = new Map<Value, Value>();
  return rewrite(graph, (node, inputs) => {
    const result = node.results[0] as Value;
    if (closes(node, islands)) return [int8.get(node.inputs[0] as Value) as Value];
    const island = islands.get(result);
    if (island === undefined || !needed.has(result)) return undefined;
    if (island.source === undefined) {
      int8.set(result, inputs[0] as Value);
      return undefined;
    }
    const form = int8Form(node, island.scale) as NonNullable<ReturnType<typeof int8Form>>;
    const origin = { onnx: node.origin.onnx, ...exponentOf(island.scale) };
    const data = int8.get(island.source) as Value;
    const value = build(node.op, [data, ...form.more], form.attributes, origin).results[0] as Value;
    int8.set(result, value);
    return [dequantized(value, island.scale, node.origin)];
  });
}

function dequantized(value: Value, scale: number, origin: Origin): Value {
  const parameters: ConstantValue[] = [scalar("float32", scale), scalar("int32", 0)];
  return call("qnn.dequantize", [value, ...parameters], { out_dtype: "float32", axis: -1 }, { onnx: origin.onnx });
}
