import type { OnnxModel, OnnxNode } from "../../formats/onnx/model.js";
import type { Range } from "../../quantization/calibrate/range.js";

/** Interval of real values outside of which nobody sees a difference. */
const EVERYTHING: Range = { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY };

/** What is left of each Conv's and Gemm's output: where only a Relu or Clip reads it, what that lets through. */
export function windows(float: OnnxModel): Map<string, Range> {
  const { graph } = float;
  const readers = new Map<string, OnnxNode[]>();
  for (const node of graph.nodes) {
    for (const name of node.inputs) readers.set(name, [...(readers.get(name) ?? []), node]);
  }
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const found = new Map<string, Range>();
  for (const { opType, outputs: made } of graph.nodes) {
    if (opType !== "Conv" && opType !== "Gemm") continue;
    const name = made[0] as string;
    const [reader, ...others] = readers.get(name) ?? [];
    const alone = reader !== undefined && others.length === 0 && !outputs.has(name);
    found.set(name, alone ? letThrough(float, reader) : EVERYTHING);
  }
  return found;
}

function letThrough({ graph }: OnnxModel, { opType, inputs, attributes }: OnnxNode): Range {
  if (opType === "Relu") return { min: 0, max: Number.POSITIVE_INFINITY };
  if (opType !== "Clip") return EVERYTHING;
  const limit = (position: number, attribute: string, otherwise: number): number => {
    const tensor = graph.initializers.get(inputs[position] ?? "");
    return tensor === undefined
      ? ((attributes.get(attribute)?.value as number | undefined) ?? otherwise)
      : Number(tensor.data[0]);
  };
  return { min: limit(1, "min", EVERYTHING.min), max: limit(2, "max", EVERYTHING.max) };
}
