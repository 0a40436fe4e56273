import type { OnnxGraph, OnnxNode } from "../../formats/onnx/model.js";

/** Where a QDQ model rounds a tensor. */
export interface QdqPoint {
  /** The tensor before it. */
  readonly from: string;
  /** The integers that it becomes. */
  readonly integers: string;
  readonly scale: number;
  readonly zeroPoint: number;
  /** The model's output that they become again. */
  readonly end?: string;
}

export interface QdqPair {
  /** The float model's tensor. */
  readonly float: string;
  readonly point: QdqPoint;
  /** The float model's node that makes it; none makes an input. */
  readonly node: OnnxNode | undefined;
}

/** Operators with weights: the bones by which two graphs of one network are laid over each other. */
const WEIGHTED = new Set(["Conv", "ConvTranspose", "Gemm", "MatMul"]);
/** What a quantizer folds into the operator before it. */
const FOLDED = new Set(["BatchNormalization", "Relu", "Clip", "LeakyRelu", "PRelu", "Sigmoid", "Tanh"]);
const WITH_CONSTANT = new Set(["Add", "Sub", "Mul", "Div"]);

/**
 * Which tensor of the float model a QDQ model rounds at each point: the one of the same name, an input or output at the
 * same place, else what the same operator with weights makes, counted from the front.
 */
export function pairTensors(float: OnnxGraph, quantized: OnnxGraph, points: readonly QdqPoint[]): QdqPair[] {
  const makers = new Map(float.nodes.flatMap((node) => node.outputs.map((tensor) => [tensor, node] as const)));
  const inputs = new Map(quantized.inputs.map(({ name }, i) => [name, float.inputs[i]?.name]));
  const outputs = new Map(quantized.outputs.map(({ name }, i) => [name, float.outputs[i]?.name]));
  const weighted = byWeights(float, quantized);
  return points.flatMap((point): QdqPair[] => {
    const found =
      inputs.get(point.from) ??
      (point.end === undefined ? undefined : outputs.get(point.end)) ??
      (makers.has(point.from) ? point.from : weighted.get(point.from));
    return found === undefined ? [] : [{ float: found, point, node: makers.get(found) }];
  });
}

/** The results of operators with weights, activation included: the QDQ model's by the float model's. */
function byWeights(float: OnnxGraph, quantized: OnnxGraph): Map<string, string> {
  const [reals, rounded] = [ends(float), ends(quantized)];
  return reals.length === rounded.length ? new Map(rounded.map((tensor, i) => [tensor, reals[i]!])) : new Map();
}

function ends(graph: OnnxGraph): string[] {
  const readers = new Map<string, OnnxNode[]>();
  for (const node of graph.nodes)
    for (const input of new Set(node.inputs)) readers.set(input, [...(readers.get(input) ?? []), node]);
  return graph.nodes.flatMap(({ opType, outputs }) => {
    if (!WEIGHTED.has(opType)) return [];
    let end = outputs[0]!;
    for (let only = onlyReader(end); only !== undefined; only = onlyReader(end)) end = only.outputs[0]!;
    return [end];
  });

  function onlyReader(tensor: string): OnnxNode | undefined {
    const [first, ...others] = readers.get(tensor) ?? [];
    if (first === undefined || others.length > 0) return undefined;
    const constant = first.inputs.some((input) => graph.initializers.has(input));
    return FOLDED.has(first.opType) || (WITH_CONSTANT.has(first.opType) && constant) ? first : undefined;
  }
}
