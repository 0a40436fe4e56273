import { inspect } from "node:util";
import { oneLine } from "../../base/errors.js";
import type { Figure } from "../figures/figure.js";
import { escapeMarkup } from "../figures/markup.js";
import { toSvg } from "../figures/svg/to-svg.js";
import { plotlyText } from "../figures/text.js";
import { htmlTable, type Table, textTable } from "./table.js";
import { SCREEN, wrap } from "./wrap.js";

/** What there is to see of an object. */
export interface View {
  /** What it is, one line. */
  readonly heading: string;
  /** What to know of it, a line each. */
  readonly lines?: readonly string[];
  readonly figure?: Figure;
  readonly table?: Table;
  /** Text whose lines and spaces matter. */
  readonly code?: string;
  /** The lines of the code that start with + or - are what was put in and taken out. */
  readonly changes?: boolean;
}

/**
 * One object in the formats that a notebook may show, keyed by MIME type: plotly where its extension is, HTML without
 * scripts and styles elsewhere (it survives an untrusted notebook, GitHub and nbconvert), text in a terminal.
 */
export interface MimeBundle {
  readonly "text/plain": string;
  readonly "text/html": string;
  readonly "application/vnd.plotly.v1+json"?: { readonly data: readonly object[]; readonly layout: object };
}

/** Lines of code that are shown. */
const LINES = 120;

export function bundle(view: View): MimeBundle {
  const { figure } = view;
  const made = {
    "text/plain": plain(view),
    "text/html": html(view),
    ...(figure === undefined ? {} : { "application/vnd.plotly.v1+json": plotly(view.heading, figure) }),
  };
  // Where nothing else shows bundles, printing one gives its text.
  return Object.defineProperty(made, inspect.custom, { value: () => made["text/plain"], enumerable: false });
}

/** The same as a notebook shows it: where plotly draws, only the figure of a bundle is seen, so it is one for itself. */
export function outputs({ figure, ...words }: View): readonly MimeBundle[] {
  if (figure === undefined) return [bundle(words)];
  const alone = words.table === undefined && words.lines === undefined && words.code === undefined;
  const picture = bundle({ heading: alone ? words.heading : figure.title, figure });
  return alone ? [picture] : [picture, bundle(words)];
}

function plain({ heading, lines = [], table, code, figure }: View): string {
  const told = [heading, ...lines, ...(figure && !table ? [figure.description] : [])];
  const parts = [told.map((line) => wrap(oneLine(line))).join("\n")];
  if (table !== undefined) parts.push(textTable(table));
  if (code !== undefined) parts.push(codeLines(code).map(narrow).join("\n"));
  return parts.join("\n\n");
}

function html({ heading, lines = [], figure, table, code, changes }: View): string {
  // A picture has its own title in it.
  const head = heading === figure?.title ? "" : `<div><b>${escapeMarkup(heading)}</b></div>`;
  const parts = [head, ...lines.map((line) => `<div>${escapeMarkup(line)}</div>`)];
  if (figure !== undefined) parts.push(image(figure));
  if (table !== undefined) parts.push(htmlTable(table));
  if (code !== undefined) {
    const escaped = codeLines(code)
      .map(changes ? changedLine : escapeMarkup)
      .join("\n");
    parts.push(`<pre style="font:12px/1.35 monospace;white-space:pre;overflow-x:auto">${escaped}</pre>`);
  }
  return parts.join("");
}

const CHANGED: Readonly<Record<string, string>> = { "+": "rgba(46,160,67,0.25)", "-": "rgba(248,81,73,0.25)" };

/** A line of a comparison; its mark says the same as its colour. */
function changedLine(line: string): string {
  const color = CHANGED[line[0] ?? ""];
  return color === undefined ? escapeMarkup(line) : `<span style="background:${color}">${escapeMarkup(line)}</span>`;
}

/** The picture as an image: markup inside it cannot run, and a page's rules do not reach it. */
function image(figure: Figure): string {
  const data = Buffer.from(toSvg(figure)).toString("base64");
  const alt = escapeMarkup(`${figure.title}. ${figure.description}`);
  return `<img alt="${alt}" style="max-width:100%;height:auto" src="data:image/svg+xml;base64,${data}">`;
}

/** The figure with the object's heading above it: the table below it is not seen where plotly draws. */
function plotly(heading: string, { title, data, layout }: Figure): { data: readonly object[]; layout: object } {
  const text = plotlyText(title) + (heading === title ? "" : `<br><sub>${plotlyText(heading)}</sub>`);
  const margin = { ...layout.margin, t: layout.showlegend ? 84 : 60 };
  const above = { title: { text, x: 0.01, xanchor: "left", yref: "container", y: 0.98, yanchor: "top" }, margin };
  return { data, layout: { ...layout, ...above, height: layout.height + 60 } };
}

/** The first lines, each safe for a terminal. */
function codeLines(code: string): string[] {
  const lines = code
    .trimEnd()
    .split("\n")
    .map((line) => oneLine(line.replaceAll("\t", "    ")));
  if (lines.length <= LINES) return lines;
  return [...lines.slice(0, LINES), `… ${lines.length - LINES} more lines`];
}

const narrow = (line: string): string => (line.length <= SCREEN ? line : `${line.slice(0, SCREEN - 1)}…`);
