import { UserError } from "../../base/errors.js";
import { FAMILIES } from "./family.js";
import { drawGraph, typeText } from "./graph-layout.js";
import { escapeHtml, jsonForScript } from "./html.js";
import type { Inspection } from "./inspection.js";
import { PAGE_SCRIPT } from "./page-script.js";
import { PAGE_STYLE } from "./page-style.js";
import { powerOfTwo } from "./power.js";
import { svgOf } from "./svg.js";

/** More nodes than a layered drawing is readable with. */
const MOST_NODES = 1500;

/**
 * One HTML page of an inspection: facts, and the graph drawn in layers; a click on a node tells all of it. The page is
 * complete in itself and asks no network.
 * @throws UserError when there are more than 1500 nodes.
 */
export function inspectPage(title: string, inspection: Inspection): string {
  const { nodes } = inspection;
  if (nodes.length > MOST_NODES)
    throw new UserError(`--html: draws at most ${MOST_NODES} nodes, the model has ${nodes.length}; leave --html out`);
  const legend = Object.entries(FAMILIES).map(([family, text]) => `<span class="key ${family}">${text}</span>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<aside>
<h1>${escapeHtml(title)}</h1>
${factsTable(inspection)}
<h2>Operators</h2>
${operatorTable(inspection)}
<h2>Layouts of constants</h2>
<table>${inspection.layouts.map(({ layout, tensors, bytes }) => tableRow(layout, `${tensors} · ${count(bytes)} bytes`)).join("")}</table>
<section id="node"><h2>Node</h2><p>Click a node of the graph.</p></section>
</aside>
<main>
<nav><button data-zoom="-1" title="smaller">−</button><button data-zoom="0" title="fit the width">fit</button><button data-zoom="1" title="larger">+</button><input id="find" type="search" placeholder="find a node or operator"><span id="found"></span>${legend.join("")}</nav>
<div id="view">
${svgOf(drawGraph(inspection), nodes)}
</div>
</main>
<script type="application/json" id="facts">${jsonForScript(nodes)}</script>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}

function factsTable(inspection: Inspection): string {
  const { inputs, outputs, memory, scales, refused } = inspection;
  const range = (ends: readonly [number, number] | undefined): string =>
    ends === undefined ? "none" : `${powerOfTwo(ends[0])} … ${powerOfTwo(ends[1])}`;
  const rows = [
    tableRow("chip", `${inspection.chips.join(" or ")} (${inspection.chipReason})`),
    ...inputs.map((tensor) => tableRow("input", `${tensor.name}: ${typeText(tensor)}`)),
    ...outputs.map((tensor) => tableRow("output", `${tensor.name}: ${typeText(tensor)}`)),
    tableRow("nodes", String(inspection.nodes.length)),
    tableRow("scales", `activations ${range(scales.activations)}, weights ${range(scales.weights)}`),
    tableRow("constants", `${count(memory.constantBytes)} bytes`),
    ...(memory.liveBytes === undefined
      ? []
      : [tableRow("activations", `${count(memory.liveBytes)} bytes at once, at ${memory.liveNode}`)]),
    ...(refused === undefined ? [] : [tableRow("refused", refused)]),
  ];
  return `<table>${rows.join("")}</table>`;
}

/** Operators with bars as long as their share of the work. */
function operatorTable({ operators }: Inspection): string {
  const most = operators.reduce((most, { work }) => Math.max(most, work), 1);
  const rows = operators.map(
    ({ op, count: nodes, work }) =>
      `<tr><th>${escapeHtml(op)}</th><td class="number">${nodes}</td><td class="number">${count(work)}</td><td class="bar"><div style="width:${((work / most) * 100).toFixed(1)}%"></div></td></tr>`,
  );
  return `<table><tr><th></th><td class="number">nodes</td><td class="number">work</td><td></td></tr>${rows.join("")}</table>`;
}

const tableRow = (title: string, text: string): string =>
  `<tr><th>${escapeHtml(title)}</th><td>${escapeHtml(text)}</td></tr>`;

const count = (value: number): string => value.toLocaleString("en-US");
