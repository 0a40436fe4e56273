import { UserError } from "../../../base/errors.js";
import { Tensor } from "../../../base/tensor/tensor.js";
import { printable } from "../../../formats/onnx/printable.js";
import { type Draft, type DraftNode, intsOf } from "../draft.js";
import { channelsLast } from "../permutation.js";
import { bring, type LayoutRule } from "./rule.js";

/** Resize works on channels last; its scales and sizes stay in the float model's order, which is how the chip reads them. */
export const resize: LayoutRule = (draft, node, context) => {
  const shape = draft.shapeOf(node.inputs[0]!);
  const wanted = channelsLast(shape.length);
  if (wanted === undefined)
    throw new UserError(
      `${printable(node.name)}: Resize of rank ${shape.length}, expected 3 or 4; the chip has no other`,
    );
  const result = draft.shapeOf(node.outputs[0]!);
  if (result[0] !== shape[0] || result[1] !== shape[1])
    throw new UserError(
      `${printable(node.name)}: Resize of batch or channels, [${shape.join(", ")}] to [${result.join(", ")}]; the chip resizes height and width alone, take the channels apart otherwise`,
    );
  bring(draft, node, 0, wanted, context);
  const axes = intsOf(node, "axes");
  if (axes !== undefined) {
    allAxes(
      draft,
      node,
      2,
      axes,
      shape.map(() => 1),
    );
    allAxes(draft, node, 3, axes, shape);
  }
  draft.permutations.set(node.outputs[0]!, wanted);
};

/** Values for some axes become values for all of them. */
function allAxes(draft: Draft, node: DraftNode, index: number, axes: readonly number[], rest: readonly number[]): void {
  const name = node.inputs[index];
  const tensor = name === undefined ? undefined : draft.constants.get(name);
  if (tensor === undefined || tensor.size === 0) return;
  const values = [...rest];
  axes.forEach((axis, i) => {
    values[(axis + rest.length) % rest.length] = Number(tensor.data[i]);
  });
  const data = tensor.dtype === "int64" ? BigInt64Array.from(values, BigInt) : Float32Array.from(values);
  draft.constants.set(name!, new Tensor(tensor.dtype, [rest.length], data));
}
