import type { MemoryPlan } from "../../codegen/memory/plan.js";
import { memoryMap } from "../../figures/memory-map.js";
import { formatCount } from "../../figures/text.js";
import type { View } from "../view.js";

export function memoryView(plan: MemoryPlan): View {
  return {
    heading: `Memory plan: arena of ${formatCount(plan.arenaBytes)} bytes (no plan needs less than ${formatCount(plan.lowerBound)})`,
    lines: [
      `weights ${formatCount(plan.weightBytes)} bytes in flash; inputs ${formatCount(plan.inputBytes)} and outputs ${formatCount(plan.outputBytes)} bytes of the caller`,
    ],
    ...(plan.buffers.length === 0 ? {} : { figure: memoryMap(plan) }),
    table: {
      columns: ["offset", "bytes", "from layer", "to layer"].map((title) => ({ title, align: "right" as const })),
      rows: [...plan.buffers]
        .sort((a, b) => a.first - b.first)
        .map(({ offset, bytes, first, last }) => [
          formatCount(offset),
          formatCount(bytes),
          String(first),
          String(last),
        ]),
    },
  };
}
