import type { BadLayer } from "../../comparison/bisect/bisection.js";
import { isCulprit, remarkOf, searchWords } from "../../comparison/bisect/origin-words.js";
import { diagnosisView } from "../display/views/diff.js";
import { diffWords } from "../display/words.js";
import { measuredFigure } from "../figures/index.js";
import { escapeMarkup } from "../figures/markup.js";
import type { ReportInput } from "./input.js";
import type { Section } from "./section.js";
import { tableHtml } from "./table-html.js";

/** Layers whose measurement is drawn. */
const FIGURES = 6;

const HIDDEN =
  "Differs: every tensor is right when the calls are made one by one, the outputs of the whole run are not";

/** The verdict, who made the error and who passed it on, why, and what the first wrong layer looks like. */
export function diagnosisSection({ diff, bisection }: ReportInput): Section {
  const [verdict, ...lines] = diffWords(diff) as [string, ...string[]];
  const bad = bisection?.layers ?? [];
  const origins = bisection ? searchWords(bisection) : [];
  // Tensors captured call by call may be right though the board's own run is not.
  const hidden = diff.verdict === "equal" && bisection?.verdict === "differs";
  const html = [
    `<p class="verdict ${hidden ? "differs" : diff.verdict}">${escapeMarkup(hidden ? HIDDEN : verdict)}</p>`,
    ...origins.map((words) => `<p class="origins">${escapeMarkup(`${capital(words)}.`)}</p>`),
    ...bad.filter(isCulprit).map(culprit),
    words(lines),
  ];
  const measured = bad.filter(isCulprit).flatMap(({ diagnosis }) => diagnosis?.measured ?? []);
  return {
    id: "diagnosis",
    title: "Diagnosis",
    html: html.join("\n"),
    figures: measured.slice(0, FIGURES).map(measuredFigure),
  };
}

/** A layer that makes an error: the cause in words, and the others that would give the same bytes. */
function culprit(layer: BadLayer): string {
  const { diff, diagnosis, note } = layer;
  const remark = note ?? remarkOf(layer);
  const lines = remark === undefined ? [] : [`${capital(remark)}.`];
  const { heading, lines: found = [], table } = diagnosis ? diagnosisView(diagnosis) : { heading: diff.id };
  const hypotheses = table && table.rows.length > 1 ? tableHtml(`Causes that fit ${diff.id}`, table, 0) : "";
  const remarks = diagnosis ? [] : diff.remarks;
  return `<div class="cause"><h3>${escapeMarkup(`Layer ${diff.index}: ${heading}`)}</h3>
${words([...lines, ...remarks, ...found])}
${hypotheses}</div>`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const words = (lines: readonly string[]): string => lines.map((line) => `<p>${escapeMarkup(line)}</p>`).join("\n");
