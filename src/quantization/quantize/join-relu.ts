import type { OnnxModel } from "../../formats/onnx/model.js";
import { union } from "../calibrate/extent.js";
import { within } from "../calibrate/mse.js";
import type { Ranges } from "../calibrate/range.js";
import { exponentFor } from "./scale.js";

/** Operators that only cut off what their producer makes. */
export const CUTTING: ReadonlySet<string> = new Set(["Relu", "Clip"]);

/**
 * The ranges, a tensor that only a Relu or Clip reads having the exponent of what comes out: what is cut off needs no
 * steps, and equal scales let the Relu run on int8.
 */
export function joinRelu(model: OnnxModel, ranges: Ranges): Ranges {
  const { graph } = model;
  const readers = new Map<string, number>();
  for (const node of graph.nodes) for (const name of node.inputs) readers.set(name, (readers.get(name) ?? 0) + 1);
  for (const { name } of [...graph.outputs, ...graph.inputs]) readers.set(name, (readers.get(name) ?? 0) + 1);
  const joined = new Map(ranges);
  for (const node of [...graph.nodes].reverse()) {
    const [input, output] = [node.inputs[0], node.outputs[0]] as [string, string];
    const [before, after] = [joined.get(input), joined.get(output)];
    if (!CUTTING.has(node.opType) || readers.get(input) !== 1 || before === undefined || after === undefined) continue;
    joined.set(input, within(union(before, after), exponentFor(after)));
  }
  return joined;
}
