import type { Table } from "../display/table.js";
import { formatCount, formatNumber } from "../figures/text.js";
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
  if (diff.onlyA.length > 0) rows.push(["only in the reference", `${diff.onlyA.length} tensors`]);
  if (diff.onlyB.length > 0) rows.push(["only in the suspect", `${diff.onlyB.length} tensors`]);
  return { columns: [{ title: "" }, { title: "" }], rows };
}

function runRows({ board, unit, totals, macs, stack }: RunSummary): string[][] {
  const rows = [
    ["board", board],
    ["samples", String(totals.length)],
  ];
  if (totals.length > 0) {
    const mean = totals.reduce((a, b) => a + b, 0) / totals.length;
    const std = Math.sqrt(totals.reduce((sum, total) => sum + (total - mean) ** 2, 0) / totals.length);
    const low = totals.reduce((a, b) => Math.min(a, b));
    const high = totals.reduce((a, b) => Math.max(a, b));
    const name = unit === "instructions" ? "instructions" : "time";
    const shown = (value: number): string => (unit === "instructions" ? formatCount(value) : formatTime(value));
    rows.push([`${name}, mean`, shown(mean)], [`${name}, min … max`, `${shown(low)} … ${shown(high)}`]);
    rows.push([`${name}, standard deviation`, shown(std)]);
    if (macs) rows.push([`${unit} a MAC`, formatNumber(mean / macs, 3)]);
  }
  if (macs !== undefined) rows.push(["MACs", formatCount(macs)]);
  if (stack !== undefined) rows.push(["stack", `${formatCount(stack.used)} of ${formatCount(stack.size)} bytes`]);
  return rows;
}

/** Nanoseconds as `12.3 ms`. */
export function formatTime(nanoseconds: number): string {
  if (nanoseconds < 1e3) return `${formatNumber(nanoseconds, 3)} ns`;
  if (nanoseconds < 1e6) return `${formatNumber(nanoseconds / 1e3, 3)} µs`;
  return nanoseconds < 1e9 ? `${formatNumber(nanoseconds / 1e6, 3)} ms` : `${formatNumber(nanoseconds / 1e9, 3)} s`;
}
