import type { Figure } from "../figure.js";
import { escapeMarkup } from "../markup.js";
import { axes } from "./axes.js";
import { element } from "./element.js";
import { frameOf, SIZE, textWidth } from "./frame.js";
import { legend } from "./legend.js";
import { annotation, marks, shape } from "./marks.js";

/**
 * The figure as an SVG document of `width` pixels on white, with its title: what is seen where no script may run. Text is
 * `<text>`, nothing is loaded from elsewhere.
 */
export function toSvg(figure: Figure, width = 720): string {
  const { layout, title, description } = figure;
  const titles = wrap(title, Math.floor((width - 20) / (textWidth("x") * 1.15)));
  const head = titles.length * 20 + 6;
  const key = legend(figure, width, head);
  const frame = frameOf(figure, width, head + key.height);
  const below = layout.shapes?.filter((drawn) => drawn.layer === "below") ?? [];
  const over = layout.shapes?.filter((drawn) => drawn.layer === "above") ?? [];
  const content = [
    element("title", {}, [escapeMarkup(title)]),
    element("desc", {}, [escapeMarkup(description)]),
    element("rect", { width: frame.width, height: frame.height, fill: "#ffffff" }),
    ...titles.map((line, i) =>
      element("text", { x: 10, y: 20 + i * 20, "font-size": 14, "font-weight": "bold", fill: "#262626" }, [
        escapeMarkup(line),
      ]),
    ),
    ...key.parts,
    ...axes(frame, layout),
    ...below.map((drawn) => shape(frame, drawn)),
    ...figure.data.flatMap((trace) => marks(frame, trace)),
    ...over.map((drawn) => shape(frame, drawn)),
    ...(layout.annotations ?? []).filter(({ text }) => text !== "").map((note) => annotation(frame, note)),
  ];
  const size = { width: frame.width, height: frame.height, viewBox: `0 0 ${frame.width} ${frame.height}` };
  const font = { "font-family": "Helvetica, Arial, sans-serif", "font-size": SIZE };
  return element("svg", { xmlns: "http://www.w3.org/2000/svg", ...size, ...font, role: "img" }, content);
}

/** Lines of at most `columns` characters, broken at spaces. */
function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
