import type { Analysis } from "../../analysis/analyse/analysis.js";
import { bundle } from "../display/view.js";
import { analysisView } from "../display/views/analysis.js";
import { pageHtml } from "./page-html.js";

/** Which layer costs what, as one page that needs nothing beside itself. @param name of the model */
export function analysisHtml(analysis: Analysis, name: string): string {
  const { figure, ...words } = analysisView(analysis);
  const html = `<div class="scroll">${bundle(words)["text/html"]}</div>`;
  return pageHtml(`espdl-lab analyse: ${name}`, [
    { id: "layers", title: "Layers, the costliest first", html: "", figures: figure ? [figure] : [], after: html },
  ]);
}
