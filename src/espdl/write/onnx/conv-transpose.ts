import { UserError } from "../../../base/errors.js";
import { Tensor } from "../../../base/tensor/tensor.js";
import { printable } from "../../../formats/onnx/printable.js";
import { type Draft, type DraftNode, draftNode, intOf, intsOf, stringOf } from "../draft.js";

/** ConvTranspose = InsertZeros (left out at stride 1), then Conv with the kernel turned by 180° and pads k − 1 − p. */
export function decomposeConvTransposes(draft: Draft): void {
  for (const node of draft.nodes.filter(({ opType }) => opType === "ConvTranspose")) decompose(draft, node);
}

function decompose(draft: Draft, node: DraftNode): void {
  const weight = draft.constants.get(node.inputs[1]!);
  if (weight === undefined)
    throw new UserError(
      `${printable(node.name)}: ConvTranspose with a computed weight, expected a constant; the chip has no such kernel, export it so`,
    );
  const kernel = weight.shape.slice(2);
  const each = (value: number): number[] => kernel.map(() => value);
  const strides = intsOf(node, "strides") ?? each(1);
  const dilations = intsOf(node, "dilations") ?? each(1);
  const added = intsOf(node, "output_padding") ?? each(0);
  const reach = kernel.map((size, axis) => (size - 1) * dilations[axis]! + 1);
  const pads = padsOf(draft, node, { strides, reach, added });
  const group = intOf(node, "group", 1);
  if (strides.some((stride) => stride !== 1)) insertZeros(draft, node, strides, added);
  node.opType = "Conv";
  draft.constants.set(node.inputs[1]!, turned(weight, group));
  const turnedPads = pads.map((pad, i) => reach[i % kernel.length]! - 1 - pad);
  node.attributes = new Map([
    ["strides", { type: "ints", value: each(1) }],
    ["pads", { type: "ints", value: turnedPads }],
    ["dilations", { type: "ints", value: dilations }],
    ["group", { type: "int", value: group }],
    ["kernel_shape", { type: "ints", value: kernel }],
  ]);
}

interface Window {
  readonly strides: readonly number[];
  /** Elements that a kernel spans, dilation included. */
  readonly reach: readonly number[];
  readonly added: readonly number[];
}

/** Explicit pads, or those that `auto_pad` or `output_shape` ask for: what exceeds the result's size is cut at both ends. */
function padsOf(draft: Draft, node: DraftNode, { strides, reach, added }: Window): readonly number[] {
  const mode = stringOf(node, "auto_pad", "NOTSET");
  const zeros = [...reach, ...reach].map(() => 0);
  if (mode === "VALID") return zeros;
  if (mode === "NOTSET" && !node.attributes.has("output_shape")) return intsOf(node, "pads") ?? zeros;
  const [from, to] = [node.inputs[0]!, node.outputs[0]!].map((name) => draft.shapeOf(name).slice(2));
  const total = reach.map((size, axis) => strides[axis]! * (from![axis]! - 1) + added[axis]! + size - to![axis]!);
  const less = total.map((pad) => Math.floor(pad / 2));
  const more = total.map((pad) => Math.ceil(pad / 2));
  return mode === "SAME_UPPER" ? [...less, ...more] : [...more, ...less];
}

function insertZeros(draft: Draft, node: DraftNode, stride: readonly number[], added: readonly number[]): void {
  const input = node.inputs[0]!;
  const shape = draft.shapeOf(input).map((size, axis) => {
    return axis < 2 ? size : (size - 1) * stride[axis - 2]! + 1 + added[axis - 2]!;
  });
  const output = draft.addValue(shape, "float32");
  const zeros = draftNode({
    name: draft.freshName("Operation"),
    opType: "InsertZeros",
    inputs: [input],
    outputs: [output],
    attributes: new Map([
      ["stride", { type: "ints", value: stride }],
      ["output_padding", { type: "ints", value: added }],
    ]),
  });
  draft.insertBefore(node, zeros);
  node.inputs[0] = output;
}

/** [C_in, C_out / group, …] → [C_out, C_in / group, …], every window reversed. */
function turned(weight: Tensor, group: number): Tensor {
  const [inputs, outputs, ...kernel] = weight.shape as [number, number, ...number[]];
  const area = kernel.reduce((a, b) => a * b, 1);
  const perGroup = inputs / group;
  const data = new Float32Array(weight.size);
  for (let c = 0; c < inputs; c++)
    for (let n = 0; n < outputs; n++)
      for (let k = 0; k < area; k++) {
        const row = Math.floor(c / perGroup) * outputs + n;
        data[(row * perGroup + (c % perGroup)) * area + (area - 1 - k)] = Number(
          weight.data[(c * outputs + n) * area + k],
        );
      }
  return new Tensor("float32", [outputs * group, perGroup, ...kernel], data);
}
