import type { Draft, DraftNode } from "../draft.js";
import { intsOf, stringOf } from "../draft.js";

const WINDOWS = new Set(["Conv", "MaxPool", "AveragePool"]);

/** `auto_pad`, which the chip does not read, becomes the pads that it stands for. */
export function explicitPads(draft: Draft): void {
  for (const node of draft.nodes) {
    if (!WINDOWS.has(node.opType)) continue;
    const mode = stringOf(node, "auto_pad", "NOTSET");
    node.attributes.delete("auto_pad");
    const kernel = intsOf(node, "kernel_shape") ?? draft.constants.get(node.inputs[1] ?? "")?.shape.slice(2);
    if (kernel === undefined) continue;
    const zeros = [...kernel, ...kernel].map(() => 0);
    if (mode === "VALID") setPads(node, zeros);
    else if (mode.startsWith("SAME")) setPads(node, samePads(draft, node, kernel, mode === "SAME_UPPER"));
  }
}

function samePads(draft: Draft, node: DraftNode, kernel: readonly number[], upper: boolean): number[] {
  const shape = draft.shapeOf(node.inputs[0]!).slice(2);
  const total = kernel.map((size, axis) => {
    const stride = intsOf(node, "strides")?.[axis] ?? 1;
    const reach = (size - 1) * (intsOf(node, "dilations")?.[axis] ?? 1) + 1;
    return Math.max((Math.ceil(shape[axis]! / stride) - 1) * stride + reach - shape[axis]!, 0);
  });
  const less = total.map((pad) => Math.floor(pad / 2));
  const more = total.map((pad) => Math.ceil(pad / 2));
  return upper ? [...less, ...more] : [...more, ...less];
}

const setPads = (node: DraftNode, value: readonly number[]): void => {
  node.attributes.set("pads", { type: "ints", value });
};
