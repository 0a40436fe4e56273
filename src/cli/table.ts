import Table from "cli-table3";
import colors from "picocolors";

/** A column of a printed table; numbers read best right-aligned. */
export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
}

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
  middle: "  ",
};

/** Rows as aligned text without rules, the titles dimmed; reads the same without colour. */
export function formatTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const table = new Table({
    head: columns.map((column) => colors.dim(column.title)),
    colAligns: columns.map((column) => column.align ?? "left"),
    chars: BARE,
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
  });
  for (const row of rows) table.push([...row]);
  return table.toString().replace(/[ \t]+$/gm, "");
}

/** `text` cut to `width` characters, its middle replaced by an ellipsis: both ends of a tensor name tell something. */
export function shorten(text: string, width: number): string {
  if (text.length <= width) return text;
  const head = Math.ceil((width - 1) / 2);
  return `${text.slice(0, head)}…${text.slice(text.length - (width - 1 - head))}`;
}

/** A share of 1 as a percentage: `0 %`, `<0.1 %`, `3.2 %`. */
export function formatShare(share: number): string {
  if (share === 0) return "0 %";
  return share < 0.001 ? "<0.1 %" : `${(share * 100).toFixed(1)} %`;
}

/** A number with at most `digits` significant digits; integers of up to six digits in full. */
export function formatNumber(value: number, digits = 4): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value);
  const fixed = String(Number(value.toPrecision(digits)));
  return fixed.length <= digits + 5 ? fixed : value.toExponential(Math.max(digits - 2, 0));
}
