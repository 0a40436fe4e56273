import { FAMILIES } from "../../espdl/inspect/family.js";
import type { NodeRow } from "../protocol.js";
import { element, svgElement } from "./element.js";

/** The drawn graph with zoom and search. */
export interface GraphPanel {
  readonly element: HTMLElement;
  /** Marks a node and brings it into sight. */
  choose(index: number): void;
}

/** @param chosen told the node that was clicked, or chosen with the enter key */
export function graphPanel(drawing: string, nodes: readonly NodeRow[], chosen: (index: number) => void): GraphPanel {
  const graph = svgElement(drawing);
  const natural = { width: graph.width.baseVal.value, height: graph.height.baseVal.value };
  const view = element("div", { class: "view", tabindex: 0, role: "region", "aria-label": "the graph" }, graph);
  const boxes = [...graph.querySelectorAll<SVGGElement>("[data-node]")];
  let scale = 1;
  const zoom = (next: number): void => {
    const middle = (view.scrollTop + view.clientHeight / 2) / scale;
    scale = Math.min(4, Math.max(0.05, next));
    graph.setAttribute("width", String(natural.width * scale));
    graph.setAttribute("height", String(natural.height * scale));
    view.scrollTop = middle * scale - view.clientHeight / 2;
  };
  const choose = (index: number): void => {
    for (const box of boxes) box.classList.toggle("chosen", Number(box.dataset.node) === index);
    boxes.find((box) => Number(box.dataset.node) === index)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  for (const box of boxes) {
    const index = Number(box.dataset.node);
    box.setAttribute("role", "button");
    box.setAttribute("aria-label", `${nodes[index]!.op} ${nodes[index]!.name}`);
    box.addEventListener("click", () => chosen(index));
    box.addEventListener("keydown", ({ key }) => {
      if (key === "Enter" || key === " ") chosen(index);
    });
  }
  const found = element("span", { class: "found", role: "status" });
  const find = element("input", {
    type: "search",
    placeholder: "find a node",
    "aria-label": "find a node or operator",
  });
  find.addEventListener("input", () => {
    const wanted = find.value.trim().toLowerCase();
    const hits = boxes.filter((box) => {
      const { name, op } = nodes[Number(box.dataset.node)]!;
      const hit = wanted === "" || name.toLowerCase().includes(wanted) || op.toLowerCase().includes(wanted);
      box.classList.toggle("dimmed", !hit);
      return hit;
    });
    found.textContent = wanted === "" ? "" : `${hits.length} of ${boxes.length}`;
    if (wanted !== "") hits[0]?.scrollIntoView({ block: "center", inline: "center" });
  });
  const button = (text: string, name: string, act: () => void) =>
    element("button", { type: "button", "aria-label": name, title: name, onclick: act }, text);
  const legend = Object.entries(FAMILIES).map(([family, text]) => element("span", { class: `key ${family}` }, text));
  const nav = element(
    "nav",
    { "aria-label": "the graph" },
    button("−", "smaller", () => zoom(scale / 1.25)),
    button("fit", "fit the width", () => zoom((view.clientWidth - 20) / natural.width)),
    button("+", "larger", () => zoom(scale * 1.25)),
    find,
    found,
    ...legend,
  );
  return { element: element("section", { class: "graph" }, nav, view), choose };
}
