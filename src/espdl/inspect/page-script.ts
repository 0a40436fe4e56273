/** Script of the page: a node's facts on click, zoom, search. It only ever sets text, never HTML. */
export const PAGE_SCRIPT = `
"use strict";
const facts = JSON.parse(document.getElementById("facts").textContent);
const graph = document.getElementById("graph");
const view = document.getElementById("view");
const panel = document.getElementById("node");
const boxes = [...graph.querySelectorAll("[data-node]")];
const natural = { width: graph.width.baseVal.value, height: graph.height.baseVal.value };
let scale = 1;
function resize(next) {
  const middle = (view.scrollTop + view.clientHeight / 2) / scale;
  scale = Math.min(4, Math.max(0.05, next));
  graph.setAttribute("width", natural.width * scale);
  graph.setAttribute("height", natural.height * scale);
  view.scrollTop = middle * scale - view.clientHeight / 2;
}
for (const button of document.querySelectorAll("[data-zoom]")) {
  const step = Number(button.dataset.zoom);
  button.addEventListener("click", () => resize(step === 0 ? (view.clientWidth - 20) / natural.width : scale * 1.25 ** step));
}
view.addEventListener("wheel", (event) => {
  if (!event.ctrlKey) return;
  event.preventDefault();
  resize(scale * (event.deltaY < 0 ? 1.1 : 1 / 1.1));
}, { passive: false });
const powerOfTwo = (exponent) => "2" + [...String(exponent)].map((sign) => sign === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[sign]).join("");
function typeOf(tensor) {
  const exponents = [...new Set(tensor.exponents)];
  const power = exponents.length === 0 || tensor.dtype === "float32" ? "" : " " + exponents.slice(0, 6).map(powerOfTwo).join(", ") + (exponents.length > 6 ? ", …" : "");
  return (tensor.dtype ?? "?") + " [" + (tensor.shape ?? ["?"]).join(", ") + "]" + power + (tensor.layout ? " " + tensor.layout : "");
}
function show(index) {
  const node = facts[index];
  for (const box of boxes) box.classList.toggle("chosen", Number(box.dataset.node) === index);
  const rows = [["name", node.name], ["operator", node.op + (node.registered ? "" : " (unknown to the chip)")], ["position", String(node.index)]];
  for (const input of node.inputs) rows.push(["input", input]);
  for (const tensor of node.constants) rows.push(["constant", tensor.name + ": " + typeOf(tensor)]);
  for (const tensor of node.outputs) rows.push(["output", tensor.name + ": " + typeOf(tensor)]);
  for (const [key, value] of Object.entries(node.attributes)) rows.push([key, value]);
  if (node.work !== undefined) rows.push(["work", node.work.toLocaleString("en-US")]);
  rows.push(["constants", node.constantBytes.toLocaleString("en-US") + " bytes"]);
  if (node.liveBytes !== undefined) rows.push(["live", node.liveBytes.toLocaleString("en-US") + " bytes"]);
  const table = document.createElement("table");
  for (const [title, text] of rows) {
    const row = table.insertRow();
    const head = document.createElement("th");
    head.textContent = title;
    row.append(head);
    row.insertCell().textContent = text;
  }
  const heading = document.createElement("h2");
  heading.textContent = "Node";
  panel.replaceChildren(heading, table);
  panel.scrollIntoView({ block: "nearest" });
}
for (const box of boxes) {
  const choose = () => show(Number(box.dataset.node));
  box.addEventListener("click", choose);
  box.addEventListener("keydown", (event) => { if (event.key === "Enter") choose(); });
}
document.getElementById("find").addEventListener("input", (event) => {
  const wanted = event.target.value.trim().toLowerCase();
  const hits = boxes.filter((box) => {
    const { name, op } = facts[Number(box.dataset.node)];
    const hit = wanted === "" || name.toLowerCase().includes(wanted) || op.toLowerCase().includes(wanted);
    box.classList.toggle("dimmed", !hit);
    return hit;
  });
  document.getElementById("found").textContent = wanted === "" ? "" : hits.length + " of " + boxes.length;
  if (wanted !== "" && hits.length > 0) hits[0].scrollIntoView({ block: "center", inline: "center" });
});
if (natural.width > view.clientWidth) view.scrollLeft = (natural.width - view.clientWidth) / 2;
`;
