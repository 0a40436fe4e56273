export { codeExcerpt, type Excerpt } from "../presentation/display/code-excerpt.js";
export { type Displayable, display, type MimeBundle, mimeBundle } from "../presentation/display/mime-bundle.js";
export { textDiff } from "../presentation/display/text-diff.js";
export * as figures from "../presentation/figures/index.js";
export type { ReportInput } from "../presentation/report/input.js";
export { pairedLayers } from "../presentation/report/paired-layers.js";
export { reportHtml } from "../presentation/report/report-html.js";
export { type ReportContext, reportInput } from "../presentation/report/report-input.js";
