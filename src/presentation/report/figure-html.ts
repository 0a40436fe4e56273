import type { Figure } from "../figures/figure.js";
import { escapeMarkup } from "../figures/markup.js";

/** A figure on the page: reached by the tab key, named by its title and described in words; the script draws into it. */
export function figureHtml(figure: Figure, id: string): string {
  const { title, description, data, layout } = figure;
  return [
    `<figure id="${id}" class="plot" tabindex="0" role="group" aria-labelledby="${id}-title" aria-describedby="${id}-text">`,
    `<figcaption><strong id="${id}-title">${escapeMarkup(title)}</strong> <span id="${id}-text">${escapeMarkup(description)}</span></figcaption>`,
    `<div class="canvas" style="min-height:${layout.height}px"></div>`,
    `<script type="application/json">${scriptJson({ data, layout })}</script>`,
    "</figure>",
  ].join("\n");
}

/** JSON that cannot end the element it stands in. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll("<", "\\u003c")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}
