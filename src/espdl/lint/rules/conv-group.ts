import { integerOf } from "../context.js";
import type { LintRule } from "../finding.js";

/** The chip convolves all channels together or each by itself; nothing between. */
export const convGroup: LintRule = {
  name: "conv-group",
  check: (context) =>
    context.nodes.flatMap((node) => {
      const group = integerOf(node, "group") ?? 1;
      if (node.op !== "Conv" || group === 1) return [];
      // A depthwise kernel is stored [H, W, C, 1].
      const dims = context.initializer(node.file.inputs[1] ?? "")?.dims ?? [];
      const inputs = context.shape(node.file.inputs[0] ?? "")?.at(-1) ?? group;
      if (dims.at(-1) === 1 && dims.at(-2) === group && inputs === group) return [];
      return [
        {
          severity: "error",
          node: node.name,
          op: node.op,
          reason: `group ${group} is neither 1 nor the number of channels (kernel [${dims.join(", ")}]): the chip has no kernel for it`,
          remedy: "split the channels into convolutions of group 1 before quantizing, or use a depthwise one",
        },
      ];
    }),
};
