import Table from "cli-table3";
import { oneLine } from "../base/errors.js";
import { SCREEN } from "../presentation/display/wrap.js";
import { shortenAlike } from "../presentation/figures/shorten-alike.js";
import { colors } from "./colors.js";

export { formatNumber, formatShare, shorten } from "../presentation/figures/text.js";

/** A column of a printed table; numbers read best right-aligned. */
export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
  /** Characters of a cell at most. */
  readonly most?: number;
  /** Its cells are shortened where the table would be wider than the screen. */
  readonly shrinks?: true;
}

const GAP = 2;
const NARROWEST = 6;

const BARE = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: " ".repeat(GAP),
};

/** Rows as aligned text without rules, as wide as the screen at most, the titles dimmed; reads the same without colour. */
export function formatTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const table = new Table({
    head: columns.map((column) => colors.dim(column.title)),
    colAligns: columns.map((column) => column.align ?? "left"),
    chars: BARE,
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
  });
  const widths = fittingWidths(columns, rows);
  const cut = columns.map((_, i) => shortenAlike(column(rows, i), widths[i]!));
  rows.forEach((_, at) => {
    table.push(cut.map((cells) => cells[at]!));
  });
  return table.toString().replace(/[ \t]+$/gm, "");
}

const column = (rows: readonly (readonly string[])[], i: number): string[] => rows.map((row) => oneLine(row[i]!));

/** The columns' natural widths; the widest that may shrink give way one by one until the table fits the screen. */
function fittingWidths(columns: readonly Column[], rows: readonly (readonly string[])[]): number[] {
  const widths = columns.map(({ title, most = Number.POSITIVE_INFINITY }, i) =>
    column(rows, i).reduce((width, cell) => Math.max(width, Math.min(cell.length, most)), title.length),
  );
  const total = widths.reduce((sum, width) => sum + width, GAP * (columns.length - 1));
  for (let excess = total - SCREEN; excess > 0; excess--) {
    const slack = columns.map(({ shrinks, title }, i) =>
      shrinks ? (widths[i] as number) - Math.max(title.length, NARROWEST) : 0,
    );
    const most = Math.max(...slack);
    if (most <= 0) break;
    widths[slack.indexOf(most)]! -= 1;
  }
  return widths;
}
