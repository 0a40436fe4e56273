import type { MemoryPlan } from "../../../codegen/memory/plan.js";
import { memoryMap } from "../../figures/memory-map.js";
import { formatCount } from "../../figures/text.js";
import type { View } from "../view.js";

export function memoryView(plan: MemoryPlan): View {
  return {
    heading: `Memory plan: ${arenaText(plan)}`,
    lines: [outsideLine(plan)],
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

/** The arena and what is outside of it, in one line. */
export const memoryLine = (plan: MemoryPlan): string => `${arenaText(plan)}; ${outsideLine(plan)}`;

const arenaText = ({ arenaBytes, lowerBound }: MemoryPlan): string =>
  `arena of ${formatCount(arenaBytes)} bytes (no plan needs less than ${formatCount(lowerBound)})`;

const outsideLine = ({ weightBytes, inputBytes, outputBytes }: MemoryPlan): string =>
  `weights ${formatCount(weightBytes)} bytes in flash; inputs ${formatCount(inputBytes)} and outputs ${formatCount(outputBytes)} bytes of the caller`;
