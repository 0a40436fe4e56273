import { type Draft, intOf, intsOf } from "../draft.js";

/** The chip rounds sizes down: a MaxPool that rounds up gets the padding at its end that makes the size, which never wins. */
export function paddedMaxima(draft: Draft): void {
  for (const node of draft.nodes) {
    if (node.opType !== "MaxPool" || intOf(node, "ceil_mode", 0) === 0 || node.outputs.length > 1) continue;
    const kernel = intsOf(node, "kernel_shape");
    if (kernel === undefined) continue;
    const [from, to] = [node.inputs[0]!, node.outputs[0]!].map((name) => draft.shapeOf(name).slice(2));
    const start = (intsOf(node, "pads") ?? kernel.map(() => 0)).slice(0, kernel.length);
    const end = kernel.map((size, axis) => {
      const stride = intsOf(node, "strides")?.[axis] ?? 1;
      const reach = (size - 1) * (intsOf(node, "dilations")?.[axis] ?? 1) + 1;
      return Math.max(0, (to![axis]! - 1) * stride + reach - from![axis]! - start[axis]!);
    });
    node.attributes.delete("ceil_mode");
    node.attributes.set("pads", { type: "ints", value: [...start, ...end] });
  }
}
