import { runStatistics } from "../../boards/capture/run-statistics.js";
import { accuracy } from "../../execution/evaluate/confusion.js";
import type { Table } from "../display/table.js";
import { counted, formatCost, formatCount, formatNumber, formatShare, MISSING } from "../figures/text.js";
import type { ConfusionReport, ReportInput, RunSummary } from "./input.js";

/** The whole run in a few lines: who ran what, how long, in how much memory. */
export function summaryTable({ diff, run, memory, confusion }: ReportInput): Table {
  const side = ({ runner, model, layers }: typeof diff.a): string =>
    `${runner}${model ? `, ${model}` : ""} (${counted(layers, "tensor")})`;
  const rows: string[][] = [
    ["reference", side(diff.a)],
    ["suspect", side(diff.b)],
    ...(confusion === undefined ? [] : [["samples recognized", recognized(confusion)]]),
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
    rows.push(["only in the reference", `${counted(diff.onlyA.length, "tensor")}: ${MISSING}`]);
  if (diff.onlyB.length > 0) rows.push(["only in the suspect", counted(diff.onlyB.length, "tensor")]);
  return { columns: [{ title: "" }, { title: "" }], rows };
}

function recognized({ matrix, beside = [] }: ConfusionReport): string {
  const own = ["here", accuracy(matrix)] as const;
  return [own, ...beside].map(([name, share]) => `${name} ${formatShare(share)}`).join(", ");
}

function runRows({ board, unit, totals, costs, stack }: RunSummary): string[][] {
  const { median, min, max } = runStatistics(totals);
  const macs = costs.reduce((sum, { macs = 0 }) => sum + macs, 0);
  const name = unit === "instructions" ? "instructions" : "time";
  const shown = (cost: number): string => formatCost(cost, unit);
  return [
    ["board", board],
    ["runs measured", String(totals.length)],
    ...(totals.length > 1
      ? [
          [`${name}, median`, shown(median)],
          [`${name}, min … max`, `${shown(min)} … ${shown(max)}`],
        ]
      : [[name, shown(median)]]),
    ["MACs", formatCount(macs)],
    ...(macs > 0 ? [[`${unit} a MAC`, formatNumber(median / macs, 3)]] : []),
    ["stack", `${formatCount(stack.used)} of ${formatCount(stack.size)} bytes`],
  ];
}
