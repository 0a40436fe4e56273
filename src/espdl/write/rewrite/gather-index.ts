import { Tensor } from "../../../base/tensor/tensor.js";
import { type Draft, intOf } from "../draft.js";

/** The chip does not count from the end: constant indices below 0 are written from the start. */
export function positiveIndices(draft: Draft): void {
  for (const node of draft.nodes) {
    if (node.opType !== "Gather") continue;
    const indices = draft.constants.get(node.inputs[1]!);
    const length = draft.shapeOf(node.inputs[0]!).at(intOf(node, "axis", 0));
    if (indices === undefined || length === undefined) continue;
    const values = indices.toNumbers().map((index) => (index < 0 ? index + length : index));
    const data = indices.dtype === "int64" ? BigInt64Array.from(values, BigInt) : Int32Array.from(values);
    draft.constants.set(node.inputs[1]!, new Tensor(indices.dtype, indices.shape, data));
  }
}
