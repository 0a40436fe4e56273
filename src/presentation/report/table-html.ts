import type { Table } from "../display/table.js";
import { escapeMarkup } from "../figures/markup.js";

/** A table in a box of its own that scrolls where the page is narrower; `marked` is the row to look at first. */
export function tableHtml(caption: string, { columns, rows }: Table, marked = -1): string {
  const align = (i: number): string => (columns[i]!.align === "right" ? ' class="number"' : "");
  const head = columns.map(({ title }, i) => `<th scope="col"${align(i)}>${escapeMarkup(title)}</th>`).join("");
  const header = columns.some(({ title }) => title !== "") ? `<thead><tr>${head}</tr></thead>` : "";
  const body = rows.map((row, at) => {
    const cells = row.map((cell, i) => `<td${align(i)}>${escapeMarkup(cell)}</td>`).join("");
    return `<tr${at === marked ? ' class="first"' : ""}>${cells}</tr>`;
  });
  const name = escapeMarkup(caption);
  return [
    `<div class="scroll" tabindex="0" role="region" aria-label="${name}">`,
    `<table><caption>${name}</caption>${header}`,
    `<tbody>${body.join("\n")}</tbody></table></div>`,
  ].join("\n");
}
