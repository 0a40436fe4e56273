import { oneLine } from "../errors.js";
import { escapeMarkup } from "../figures/markup.js";

export interface Column {
  readonly title: string;
  readonly align?: "right";
}

/** Cells are plain text. */
export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
}

const SHOWN = 40;
const LAST = 5;

/** The rows, or of many the first and the last with a note between them. */
export function shownRows({ rows }: Table): {
  readonly head: Table["rows"];
  readonly left: number;
  readonly tail: Table["rows"];
} {
  if (rows.length <= SHOWN) return { head: rows, left: 0, tail: [] };
  return { head: rows.slice(0, SHOWN - LAST), left: rows.length - SHOWN, tail: rows.slice(-LAST) };
}

/** Aligned columns, two spaces apart. */
export function textTable(table: Table): string {
  const { columns } = table;
  const { head, left, tail } = shownRows(table);
  const titles = columns.map(({ title }) => title);
  const top = titles.some((title) => title !== "") ? [titles] : [];
  const cells = [...top, ...head, ...tail].map((row) => row.map((cell) => oneLine(cell)));
  const widths = columns.map((_, i) => cells.reduce((most, row) => Math.max(most, row[i]!.length), 0));
  const lines = cells.map((row) =>
    row
      .map((cell, i) => (columns[i]!.align === "right" ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join("  ")
      .trimEnd(),
  );
  if (left > 0) lines.splice(top.length + head.length, 0, `… ${left} more …`);
  return lines.join("\n");
}

const CELL = "padding:2px 8px;border-bottom:1px solid rgba(128,128,128,0.3);white-space:nowrap;";

/** A table with inline styles only: a notebook that is not trusted drops all others. */
export function htmlTable(table: Table): string {
  const { columns } = table;
  const { head, left, tail } = shownRows(table);
  const style = ({ align }: Column): string => `style="${CELL}text-align:${align ?? "left"}"`;
  const titles = columns.map((column) => `<th scope="col" ${style(column)}>${escapeMarkup(column.title)}</th>`);
  const line = (row: readonly string[]): string =>
    `<tr>${row.map((cell, i) => `<td ${style(columns[i]!)}>${escapeMarkup(cell)}</td>`).join("")}</tr>`;
  const header = columns.some(({ title }) => title !== "") ? `<thead><tr>${titles.join("")}</tr></thead>` : "";
  const gap = left > 0 ? `<tr><td colspan="${columns.length}" style="${CELL}">… ${left} more …</td></tr>` : "";
  return [
    `<table style="border-collapse:collapse;font-size:13px">${header}<tbody>`,
    `${head.map(line).join("")}${gap}${tail.map(line).join("")}</tbody></table>`,
  ].join("");
}
