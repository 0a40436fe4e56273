import type { ReportInput } from "./input.js";
import { pageHtml } from "./page-html.js";
import { sections } from "./sections.js";

/** The report on a comparison as one page that needs nothing beside itself. */
export function reportHtml(input: ReportInput): string {
  const model = input.diff.a.model || input.diff.b.model;
  return pageHtml(`espdl-lab report${model ? `: ${model}` : ""}`, sections(input));
}
