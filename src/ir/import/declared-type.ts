import type { OnnxDim, OnnxModel } from "../../formats/onnx/model.js";
import { printable } from "../../formats/onnx/printable.js";
import type { Value } from "../graph/graph.js";

/** Told in full; a file with a stale type has many, all for one reason. */
const TOLD = 3;

/**
 * Where a file declares another shape for a tensor than its nodes compute. Nothing else reads the declaration: the chip and
 * the reference compute what the nodes say.
 * @returns lines that name the tensor, outputs first, with both shapes
 */
export function declaredOtherwise({ graph }: OnnxModel, values: ReadonlyMap<string, Value>): string[] {
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const between = [...graph.valueInfo.values()].filter(({ name }) => !outputs.has(name));
  const lines = [...graph.outputs, ...between].flatMap(({ name, shape }) => {
    const computed = values.get(name)?.type.shape;
    if (computed === undefined || shape === undefined || agree(shape, computed)) return [];
    const what = outputs.has(name) ? "output" : "tensor";
    return [
      `${what} ${printable(name)}: the file declares [${shape.map((dim) => dim ?? "?").join(", ")}], its nodes compute [${computed.join(", ")}]`,
    ];
  });
  const more = lines.length - TOLD;
  return more > 0 ? [...lines.slice(0, TOLD), `${more} more tensors are declared otherwise than computed`] : lines;
}

const agree = (declared: readonly OnnxDim[], computed: readonly number[]): boolean =>
  declared.length === computed.length &&
  declared.every((dim, axis) => typeof dim !== "number" || dim === computed[axis]);
