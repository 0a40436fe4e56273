import { runStatistics } from "../../boards/capture/run-statistics.js";
import type { Table } from "../display/table.js";
import { formatCost, formatCount, formatNumber } from "../figures/text.js";
import type { ReportInput, RunSummary } from "./input.js";

/** The whole run in a few lines: who ran what, how long, in how much memory. */
export function summaryTable({ diff, run, memory }: ReportInput): Table {
  const side = ({ runner, model, layers }: typeof diff.a): string =>
    `${runner}${model ? `, ${model}` : ""} (${layers} tensors)`;
  const rows: string[][] = [
    ["reference", side(diff.a)],
    ["suspect", side(diff.b)],
    ...(run === undefined ? [] : runRows(run)),
  ];
  if (memory !== undefined) {
    const { arenaBytes, lowerBound, weightBytes, inputBytes, outputBytes } = memory.plan;
    rows.push(
      ["arena", `${formatCount(arenaBytes)} bytes (lower bound ${formatCount(lowerBound)})`],
      ["weights", `${formatCount(weightBytes)} bytes in flash`],
      ["inputs, outputs", `${formatCount(inputBytes)} and ${formatCount(outputBytes)} bytes`],
    );
  }
  if (diff.onlyA.length > 0)
    rows.push(["only in the reference", `${diff.onlyA.length} tensors: weights, fused away, or not captured`]);
  if (diff.onlyB.length > 0) rows.push(["only in the suspect", `${diff.onlyB.length} tensors`]);
  return { columns: [{ title: "" }, { title: "" }], rows };
}

function runRows({ board, unit, totals, costs, stack }: RunSummary): string[][] {
  const { mean, min, max, std } = runStatistics(totals);
  const macs = costs.reduce((sum, { macs = 0 }) => sum + macs, 0);
  const name = unit === "instructions" ? "instructions" : "time";
  const shown = (cost: number): string => formatCost(cost, unit);
  return [
    ["board", board],
    ["runs measured", String(totals.length)],
    [`${name}, mean`, shown(mean)],
    ...(totals.length > 1
      ? [
          [`${name}, min … max`, `${shown(min)} … ${shown(max)}`],
          [`${name}, standard deviation`, shown(std)],
        ]
      : []),
    ["MACs", formatCount(macs)],
    ...(macs > 0 ? [[`${unit} a MAC`, formatNumber(mean / macs, 3)]] : []),
    ["stack", `${formatCount(stack.used)} of ${formatCount(stack.size)} bytes`],
  ];
}
