import type { Table } from "../../presentation/display/table.js";
import type { Picture, Shown } from "../protocol.js";
import { element, svgElement } from "./element.js";

/** A picture that says in words what it shows. */
export function pictureElement({ svg, title, description }: Picture): HTMLElement {
  const drawn = svgElement(svg);
  drawn.setAttribute("aria-label", `${title}. ${description}`);
  return element("figure", { class: "picture" }, drawn, element("figcaption", {}, description));
}

/** A table in a box that scrolls by itself and can be reached by the tab key. */
export function tableElement({ columns, rows }: Table, name: string): HTMLElement {
  const align = (i: number): string | undefined => (columns[i]?.align === "right" ? "number" : undefined);
  const cells = (row: readonly string[], tag: "td" | "th") =>
    row.map((text, i) => element(tag, { class: align(i) }, text));
  const titles = columns.map(({ title }) => title);
  const head = titles.some((title) => title !== "")
    ? [element("thead", {}, element("tr", {}, ...cells(titles, "th")))]
    : [];
  const body = element("tbody", {}, ...rows.map((row) => element("tr", {}, ...cells(row, "td"))));
  return element(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": name },
    element("table", {}, ...head, body),
  );
}

/** A table whose cells are sentences: a block a row, empty cells left out. */
export function recordsElement({ columns, rows }: Table): HTMLElement {
  const blocks = rows.map((row) =>
    element(
      "li",
      {},
      ...row.flatMap((text, i) =>
        text === "" ? [] : [element("p", {}, element("b", {}, `${columns[i]!.title} `), text)],
      ),
    ),
  );
  return element("ul", { class: "records" }, ...blocks);
}

/** What there is to see of an object. */
export function shownElements({ heading, lines = [], table, picture }: Shown): HTMLElement[] {
  return [
    element("h3", {}, heading),
    ...lines.map((line) => element("p", {}, line)),
    ...(picture === undefined ? [] : [pictureElement(picture)]),
    ...(table === undefined ? [] : [tableElement(table, heading)]),
  ];
}

/** What went wrong, in one line. */
export const failure = (error: unknown): HTMLElement =>
  element("p", { class: "failure", role: "alert" }, error instanceof Error ? error.message : String(error));
