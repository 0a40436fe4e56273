import type { Confusion } from "../execution/evaluate/confusion.js";
import { formatTable } from "./table.js";

/** Counts of classes 0 … N-1: a row for what is written, a column for what is read. */
export function confusionTable(matrix: Confusion): string {
  const columns = [
    { title: "written ↓ read →" },
    ...matrix.map((_, i) => ({ title: String(i), align: "right" as const })),
  ];
  const rows = matrix.map((row, i) => [
    String(i),
    ...row.map((count, j) => (count === 0 && i !== j ? "·" : String(count))),
  ]);
  return formatTable(columns, rows);
}
