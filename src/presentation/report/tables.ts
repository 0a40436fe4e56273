import type { Origin } from "../../comparison/bisect/bisection.js";
import { ORIGIN_NAMES } from "../../comparison/bisect/origin-words.js";
import type { TensorSummary, TraceDiff } from "../../comparison/diff/trace-diff.js";
import type { Table } from "../display/table.js";
import { diffTable } from "../display/views/diff.js";
import { exponentText } from "../display/views/model.js";
import { formatCost, formatCount, formatNumber, formatShare, layerName } from "../figures/text.js";
import type { RunSummary } from "./input.js";

const right = (title: string) => ({ title, align: "right" as const });

/**
 * One line a layer, and where its error comes from.
 * @param origins of layers that differ, by id
 */
export function layersTable(diff: TraceDiff, origins: ReadonlyMap<string, Origin>): Table {
  const { columns, rows } = diffTable(diff);
  if (origins.size === 0) return { columns, rows };
  const calls = diff.layers.filter(({ op }) => op !== "param");
  const origin = (at: number): string => {
    const found = origins.get((calls.length > 0 ? calls : diff.layers)[at]!.id);
    return found === undefined ? "" : ORIGIN_NAMES[found];
  };
  // Beside the name: what stands further right is out of sight on a narrow screen.
  const insert = <T>(cells: readonly T[], cell: T): T[] => [...cells.slice(0, 2), cell, ...cells.slice(2)];
  return { columns: insert(columns, { title: "error" }), rows: rows.map((row, at) => insert(row, origin(at))) };
}

/** What each call takes, its share of the whole and of the calls so far. */
export function costTable({ costs, unit }: RunSummary): Table {
  const total = costs.reduce((sum, { cost }) => sum + cost, 0) || 1;
  const hasMacs = costs.some(({ macs }) => macs !== undefined);
  let soFar = 0;
  return {
    columns: [
      right("#"),
      { title: "layer" },
      right(unit === "instructions" ? "instructions" : "time"),
      right("share"),
      right("so far"),
      ...(hasMacs ? [right("MACs"), right(`${unit === "instructions" ? "instructions" : "ns"} a MAC`)] : []),
    ],
    rows: costs.map(({ index, id, cost, macs }) => {
      soFar += cost;
      return [
        String(index),
        layerName(id),
        formatCost(cost, unit),
        formatShare(cost / total),
        formatShare(soFar / total),
        ...(hasMacs ? [macs ? formatCount(macs) : "", macs ? formatNumber(cost / macs, 3) : ""] : []),
      ];
    }),
  };
}

/** Both sides of every tensor; one line where they are alike. */
export function statisticsTable({ layers }: TraceDiff): Table {
  return {
    columns: [
      right("#"),
      { title: "layer" },
      { title: "side" },
      { title: "type" },
      right("exponent"),
      right("min"),
      right("max"),
      right("mean"),
      right("std"),
      right("clipped"),
    ],
    rows: layers.flatMap(({ index, id, a, b }) => {
      const [left, other] = [statistics(a), statistics(b)];
      if (left.join() === other.join()) return [[String(index), layerName(id), "both", ...left]];
      return [
        [String(index), layerName(id), "reference", ...left],
        ["", "", "suspect", ...other],
      ];
    }),
  };
}

function statistics({ dtype, shape, exponent, min, max, mean, std, clipped }: TensorSummary): string[] {
  const number = (value: number | null): string => (value === null ? "" : formatNumber(value));
  return [
    `${dtype}[${shape.join(", ")}]`,
    exponentText(exponent),
    ...[min, max, mean, std].map(number),
    clipped === undefined ? "" : formatShare(clipped),
  ];
}
