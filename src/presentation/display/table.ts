import { oneLine } from "../../base/errors.js";
import { escapeMarkup } from "../figures/markup.js";
import { shortenAlike } from "../figures/shorten-alike.js";
import { SCREEN } from "./wrap.js";

export interface Column {
  readonly title: string;
  readonly align?: "right";
  /** Characters of a cell at most, where the table is text. */
  readonly most?: number;
  /** Left out of text, the last first, where the table is wider than {@link SCREEN}. */
  readonly spare?: true;
}

/** Cells are plain text. */
export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
}

const GAP = 2;
const NARROWEST = 6;

const SHOWN = 40;
const LAST = 5;

/** The rows, or of many the first and the last with a note between them. */
function shownRows({ rows }: Table): {
  readonly head: Table["rows"];
  readonly left: number;
  readonly tail: Table["rows"];
} {
  if (rows.length <= SHOWN) return { head: rows, left: 0, tail: [] };
  return { head: rows.slice(0, SHOWN - LAST), left: rows.length - SHOWN, tail: rows.slice(-LAST) };
}

/** Aligned columns, two spaces apart; cells are shortened where the table would be wider than {@link SCREEN}. */
export function textTable(whole: Table): string {
  const table = withoutSpare(whole);
  const { columns } = table;
  const { head, left, tail } = shownRows(table);
  const titles = columns.map(({ title }) => title);
  const top = titles.some((title) => title !== "") ? [titles] : [];
  const cells = [...top, ...head, ...tail].map((row) => row.map((cell) => oneLine(cell)));
  const widths = fitted(
    columns,
    columns.map(({ title, most = Number.POSITIVE_INFINITY }, i) =>
      cells.reduce((width, row) => Math.max(width, Math.min(row[i]!.length, most)), title.length),
    ),
  );
  const cut = columns.map((_, i) =>
    shortenAlike(
      cells.map((row) => row[i]!),
      widths[i]!,
    ),
  );
  const lines = cells.map((row, at) =>
    row
      .map((_, i) => {
        const shown = cut[i]![at]!;
        return columns[i]!.align === "right" ? shown.padStart(widths[i]!) : shown.padEnd(widths[i]!);
      })
      .join(" ".repeat(GAP))
      .trimEnd(),
  );
  if (left > 0) lines.splice(top.length + head.length, 0, `… ${left} more …`);
  return lines.join("\n");
}

/** Without as many of the spare columns as have to go, words being as short as they may be. */
function withoutSpare({ columns, rows }: Table): Table {
  const least = columns.map(({ title, align }, i) =>
    align === "right"
      ? Math.max(title.length, ...rows.map((row) => row[i]!.length))
      : Math.max(title.length, NARROWEST),
  );
  const width = least.reduce((sum, size) => sum + size, GAP * (columns.length - 1));
  const last = columns.findLastIndex(({ spare }) => spare);
  if (width <= SCREEN || last < 0) return { columns, rows };
  return withoutSpare({ columns: columns.toSpliced(last, 1), rows: rows.map((row) => row.toSpliced(last, 1)) });
}

/** The widest column of words gives way until the table fits; numbers are not cut. */
function fitted(columns: readonly Column[], natural: readonly number[]): number[] {
  const widths = [...natural];
  const total = widths.reduce((sum, width) => sum + width, GAP * (columns.length - 1));
  for (let excess = total - SCREEN; excess > 0; excess--) {
    const slack = columns.map(({ align, title }, i) =>
      align === "right" ? 0 : widths[i]! - Math.max(title.length, NARROWEST),
    );
    const most = slack.reduce((a, b) => Math.max(a, b), 0);
    if (most <= 0) break;
    widths[slack.indexOf(most)]! -= 1;
  }
  return widths;
}

/** A table with inline styles only: a notebook that is not trusted drops all others. */
export function htmlTable(table: Table): string {
  const { columns } = table;
  const { head, left, tail } = shownRows(table);
  const align = columns.map(({ align }) => `style="text-align:${align ? `${align};white-space:nowrap` : "left"}"`);
  const titles = columns.map(({ title }, i) => `<th scope="col" ${align[i]}>${escapeMarkup(title)}</th>`);
  const line = (row: readonly string[]): string =>
    `<tr>${row.map((cell, i) => `<td ${align[i]}>${escapeMarkup(cell)}</td>`).join("")}</tr>`;
  const header = columns.some(({ title }) => title !== "") ? `<thead><tr>${titles.join("")}</tr></thead>` : "";
  const gap = left > 0 ? `<tr><td colspan="${columns.length}" ${align[0]}>… ${left} more …</td></tr>` : "";
  return [
    `<table cellpadding="4" style="border-collapse:collapse;font-size:13px">${header}<tbody>`,
    `${head.map(line).join("")}${gap}${tail.map(line).join("")}</tbody></table>`,
  ].join("");
}
