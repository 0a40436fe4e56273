import { numbers } from "../../../ir/graph/graph.js";
import { isVectorChip } from "../../chip.js";
import type { LintRule } from "../finding.js";

/** The vector units' nearest Resize for other factors than 2 × 2 uses registers before it loads them below 16 channels. */
export const resizeGarbage: LintRule = {
  name: "resize-garbage",
  check: (context) => {
    if (!isVectorChip(context.chip)) return [];
    return context.calls("espdl.resize").flatMap(([node, call]) => {
      const scales = numbers(call.attributes, "scales");
      const channels = call.types[0].shape.at(-1) ?? 0;
      const twice = scales.length === 2 && scales.every((scale) => scale === 2);
      const same = scales.every((scale) => scale === 1);
      if (call.attributes.mode !== "nearest" || call.types[0].dtype !== "int8" || twice || same || channels >= 16)
        return [];
      return [
        {
          severity: "error",
          node: node.name,
          op: node.op,
          reason: `nearest-neighbour Resize by [${scales.join(", ")}] of ${channels} channels: below 16 channels the chip's kernel for other factors than 2 × 2 writes garbage`,
          remedy: "give it at least 16 channels, or resize by 2 × 2 (once or several times)",
        },
      ];
    });
  },
};
