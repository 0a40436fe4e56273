import type { NodeRow, TensorRow } from "../protocol.js";
import { element } from "./element.js";

const COLUMNS = [
  "#",
  "layer",
  "operator",
  "output",
  "2^",
  "min … max",
  "clipped",
  "kernel",
  "work (MACs)",
  "constants",
  "live bytes",
  "CRC-32",
];

/** The table of layers; what a run found is filled in when it has. */
export interface LayersPanel {
  readonly element: HTMLElement;
  fill(tensors: readonly TensorRow[]): void;
  choose(index: number): void;
}

export function layersPanel(nodes: readonly NodeRow[], chosen: (index: number) => void): LayersPanel {
  const cells = nodes.map(() => ({
    range: element("td", {}),
    clipped: element("td", { class: "number" }),
    crc: element("td", { class: "crc" }),
  }));
  const rows = nodes.map((node, i) => {
    const { range, clipped, crc } = cells[i]!;
    const name = element("button", { type: "button", class: "link", onclick: () => chosen(i) }, node.name || node.op);
    const number = (text: string) => element("td", { class: "number" }, text);
    return element(
      "tr",
      {},
      number(String(node.index)),
      element("td", { class: "name" }, name),
      element("td", {}, node.op),
      element("td", {}, node.type),
      number(node.exponent),
      range,
      clipped,
      element("td", {}, node.kernel),
      number(node.work),
      number(node.constants),
      number(node.live),
      crc,
    );
  });
  const head = element("tr", {}, ...COLUMNS.map((title) => element("th", { scope: "col" }, title)));
  const table = element("table", { class: "nodes" }, element("thead", {}, head), element("tbody", {}, ...rows));
  return {
    element: element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "every layer" }, table),
    fill(tensors) {
      const byId = new Map(tensors.map((tensor) => [tensor.id, tensor]));
      nodes.forEach(({ id }, i) => {
        const tensor = id === undefined ? undefined : byId.get(id);
        const { range, clipped, crc } = cells[i]!;
        range.textContent = tensor?.range ?? "";
        clipped.textContent = tensor?.clipped ?? "";
        crc.textContent = tensor?.crc ?? "";
      });
    },
    choose(index) {
      rows.forEach((row, i) => {
        row.classList.toggle("chosen", i === index);
      });
      rows[index]?.scrollIntoView({ block: "nearest" });
    },
  };
}
