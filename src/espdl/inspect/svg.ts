import { familyOf } from "./family.js";
import type { Box, Drawing } from "./graph-layout.js";
import { escapeHtml } from "./html.js";
import type { NodeFacts } from "./inspection.js";

const LINE = 15;

/** A drawing as one SVG element; nodes carry `data-node` with their index. */
export function svgOf({ width, height, boxes, edges }: Drawing, nodes: readonly NodeFacts[]): string {
  const paths = edges.map(
    ({ tensor, points }) => `<path class="edge" d="${curve(points)}"><title>${escapeHtml(tensor)}</title></path>`,
  );
  return [
    `<svg id="graph" xmlns="http://www.w3.org/2000/svg" width="${size(width)}" height="${size(height)}" viewBox="0 0 ${size(width)} ${size(height)}">`,
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="tip" d="M0 0L8 4L0 8z"/></marker></defs>',
    ...paths,
    ...boxes.map((box) => boxSvg(box, nodes)),
    "</svg>",
  ].join("\n");
}

function boxSvg({ kind, index, title, lines, x, y, width, height }: Box, nodes: readonly NodeFacts[]): string {
  const node = index === undefined ? undefined : nodes[index];
  const family = node === undefined ? kind : familyOf(node.op, node.registered);
  const attributes = index === undefined ? "" : ` data-node="${index}" tabindex="0"`;
  const [left, top] = [size(x - width / 2), size(y - height / 2)];
  const texts = [title, ...lines].map(
    (line, i) =>
      `<text class="${i === 0 ? "title" : "line"}" x="${size(x)}" y="${size(y - height / 2 + 17 + i * LINE)}">${escapeHtml(line)}</text>`,
  );
  const name = node === undefined ? title : node.name;
  return `<g class="box ${family}"${attributes}><title>${escapeHtml(name)}</title><rect x="${left}" y="${top}" width="${size(width)}" height="${size(height)}" rx="${kind === "node" ? 5 : 16}"/>${texts.join("")}</g>`;
}

/** A line through points, its corners rounded: straight to the middles, curved around each point. */
function curve(points: readonly { x: number; y: number }[]): string {
  const at = ({ x, y }: { x: number; y: number }): string => `${size(x)} ${size(y)}`;
  const [first, ...rest] = points;
  const last = rest.pop();
  if (first === undefined || last === undefined) return "";
  const middles = rest.map((point, i) => {
    const next = rest[i + 1] ?? last;
    const end = i + 1 < rest.length ? { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 } : last;
    return `Q${at(point)} ${at(end)}`;
  });
  return `M${at(first)}${middles.length > 0 ? middles.join("") : `L${at(last)}`}`;
}

const size = (value: number): string => String(Math.round(value * 10) / 10);
