import { Tensor } from "../../base/tensor/tensor.js";
import type { OnnxGraph, OnnxModel } from "../../formats/onnx/model.js";
import type { Trace, TraceLayer } from "../../formats/trace/trace.js";
import { floatTensors } from "../../quantization/ort/float-tensors.js";
import { pairTensors, type QdqPoint } from "./qdq-pairs.js";

/** The places of a QDQ model where values are rounded: QuantizeLinear nodes with one scale, in the model's order. */
export function roundedPoints({ nodes, initializers, outputs }: OnnxGraph): QdqPoint[] {
  const ends = new Set(outputs.map(({ name }) => name));
  return nodes.flatMap((node): QdqPoint[] => {
    const [from, scale, zero] = node.inputs as [string, string, string?];
    const step = initializers.get(scale);
    if (node.opType !== "QuantizeLinear" || step?.size !== 1 || initializers.has(from)) return [];
    const integers = node.outputs[0]!;
    const real = nodes.find(({ opType, inputs }) => opType === "DequantizeLinear" && inputs[0] === integers)
      ?.outputs[0];
    const zeroPoint = zero === undefined ? 0 : (initializers.get(zero)?.item() ?? 0);
    const end = real !== undefined && ends.has(real) ? real : undefined;
    return [{ from, integers, scale: step.item(), zeroPoint, ...(end === undefined ? {} : { end }) }];
  });
}

/**
 * Runs a float model and a QDQ model on the same feeds in ONNX Runtime: what the QDQ model rounds, against what the float
 * model has there. The second trace holds integers without their zero points; its exponents are the logarithms of the
 * scales, so that errors count in steps.
 * @throws UserError when ONNX Runtime refuses a model or a feed
 */
export async function qdqTraces(
  float: OnnxModel,
  quantized: OnnxModel,
  feeds: ReadonlyMap<string, Tensor>,
): Promise<readonly [Trace, Trace]> {
  const pairs = pairTensors(float.graph, quantized.graph, roundedPoints(quantized.graph));
  const inputs = quantized.graph.inputs.map(
    ({ name }, i) => [name, feeds.get(float.graph.inputs[i]?.name ?? "")!] as const,
  );
  const reals = await floatTensors(
    float,
    pairs.map(({ float }) => float),
    feeds,
  );
  const rounded = await floatTensors(
    quantized,
    pairs.map(({ point }) => point.integers),
    new Map(inputs),
  );
  const layers = pairs.flatMap(({ float: name, point, node }, index): { a: TraceLayer; b: TraceLayer }[] => {
    const [a, b] = [reals.get(name), rounded.get(point.integers)];
    if (a === undefined || b === undefined) return [];
    const head = { index, name, id: name, op: node?.opType ?? "input", onnx: node === undefined ? [] : [node.name] };
    const integers = Int16Array.from(b.data as ArrayLike<number>, (value) => value - point.zeroPoint);
    const tensor = new Tensor("int16", b.shape, integers);
    return [{ a: { ...head, tensor: a }, b: { ...head, exponent: Math.log2(point.scale), tensor } }];
  });
  const trace = (model: OnnxModel, side: "a" | "b"): Trace => ({
    runner: "ONNX Runtime",
    model: model.graph.name,
    layers: layers.map((layer) => layer[side]),
  });
  return [trace(float, "a"), trace(quantized, "b")];
}
