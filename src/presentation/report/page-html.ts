import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { packageFolder } from "../../base/package-folder.js";
import { escapeMarkup } from "../figures/markup.js";
import { figureHtml } from "./figure-html.js";
import type { Section } from "./section.js";

/**
 * Sections as one page that needs nothing beside itself: no network, no server. Names from models are shown literally,
 * whatever they hold; the page's own policy forbids it to load or send anything.
 */
export function pageHtml(heading: string, parts: readonly Section[]): string {
  const title = escapeMarkup(heading);
  const links = parts.map(({ id, title }) => `<li><a href="#${id}">${escapeMarkup(title)}</a></li>`);
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    '<meta name="color-scheme" content="light dark">',
    '<link rel="icon" href="data:,">',
    `<title>${title}</title>`,
    `<style>\n${asset("report.css")}</style>`,
    "</head>",
    "<body>",
    `<header><h1>${title}</h1></header>`,
    `<nav aria-label="Contents"><ul>${links.join("")}</ul></nav>`,
    "<main>",
    ...parts.map(sectionHtml),
    "</main>",
    "<noscript><p>The figures need JavaScript; the tables and the diagnosis do not.</p></noscript>",
    `<script>${inline(plotly())}</script>`,
    `<script>\n${inline(asset("report.js"))}</script>`,
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

/** Plotly sets inline styles, and hands over a saved picture as a blob. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'";

function sectionHtml({ id, title, html, figures, after = "" }: Section): string {
  const drawn = figures.map((figure, i) => figureHtml(figure, `${id}-figure-${i}`));
  return [
    `<section id="${id}" aria-labelledby="${id}-heading">`,
    `<h2 id="${id}-heading">${escapeMarkup(title)}</h2>`,
    html,
    ...(drawn.length > 0 ? [`<div class="figures">`, ...drawn, "</div>"] : []),
    after,
    "</section>",
  ].join("\n");
}

/** A script's text that cannot end its element. */
const inline = (script: string): string => script.replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");

const asset = (name: string): string => readFileSync(packageFolder("templates", "report", name), "utf8");

function plotly(): string {
  const require = createRequire(import.meta.url);
  return readFileSync(require.resolve("plotly.js-cartesian-dist-min/plotly-cartesian.min.js"), "utf8");
}
