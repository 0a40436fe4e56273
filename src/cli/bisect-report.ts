import { oneLine } from "../base/errors.js";
import type { BadLayer, Bisection } from "../comparison/bisect/bisection.js";
import {
  equalWords,
  isCulprit,
  ORIGIN_NAMES,
  remarkOf,
  searchWords,
  unknownWords,
} from "../comparison/bisect/origin-words.js";
import type { Diagnosis, Hypothesis } from "../comparison/diagnose/diagnosis.js";
import { probesWords } from "../presentation/display/words.js";
import { SCREEN, wrap } from "../presentation/display/wrap.js";
import { counted } from "../presentation/figures/text.js";
import { colors } from "./colors.js";
import { place } from "./diff-report.js";
import { type Column, formatNumber, formatShare, formatTable, shorten } from "./table.js";

const PREFIX = "tvmgen_default_fused_";

const COLUMNS: readonly Column[] = [
  { title: "#", align: "right" },
  { title: "layer", most: 24, shrinks: true },
  { title: "ONNX nodes", most: 30, shrinks: true },
  { title: "differ", align: "right" },
  { title: "max", align: "right" },
  { title: "alone", align: "right" },
  { title: "error" },
];

/** Characters of an ONNX node's name in a sentence. */
const NODE = 40;

/**
 * What a search found, as text of at most 100 columns.
 * @param changed files of the project that were changed since export, one line each
 */
export function bisectReport(found: Bisection, changed: readonly string[] = []): string {
  const verdict = bisectVerdict(found, changed);
  return found.layers.length === 0 ? verdict : `${verdict}\n\n${formatTable(COLUMNS, found.layers.map(row))}`;
}

/** The same without the table of layers. */
export function bisectVerdict(found: Bisection, changed: readonly string[] = []): string {
  const { layers, reference, suspect } = found;
  const head = [
    shorten(`reference  ${reference}`, SCREEN),
    shorten(`suspect    ${suspect}`, SCREEN),
    "",
    ...summary(found),
    ...changed.map((line) => paragraph(line)),
  ];
  return [...head, ...layers.filter(isCulprit).flatMap(cause)].join("\n");
}

function summary(found: Bisection): string[] {
  const { verdict, layers, compared, captures, replays, first } = found;
  const effort = captures > 0 ? ` (${counted(captures, "run")}, ${counted(replays, "layer")} alone)` : "";
  if (verdict === "equal") return [`${colors.green("EQUAL")}: ${equalWords(found)}${effort}`];
  const where = searchWords(found).map((words) => paragraph(words));
  if (verdict === "unknown") return [`${colors.yellow("UNKNOWN")}: ${unknownWords(found)}${effort}`, ...where];
  const differs = colors.red("DIFFERS");
  if (first === undefined) return [`${differs}: no tensor on this input${effort}, but`, ...where];
  return [
    `${differs}: ${layers.length} of ${compared} tensors${effort}; the first is`,
    shorten(`  ${first}`, SCREEN),
    ...where,
  ];
}

function cause(layer: BadLayer): string[] {
  const { diff, diagnosis, note } = layer;
  const nodes = diff.onnx.map((node) => shorten(node, NODE)).join(" + ");
  const title = `layer ${diff.index}${nodes === "" ? "" : ` (${nodes})`}`;
  const lines = [
    "",
    paragraph(`${title}: ${note ?? (diagnosis ? diagnosisText(diagnosis) : diff.remarks.join("; "))}`),
  ];
  const remark = remarkOf(layer);
  if (remark !== undefined) lines.push(paragraph(remark, "  "));
  const [first] = diagnosis?.hypotheses ?? [];
  if (first) lines.push(paragraph(`look at ${first.look}`, "  "));
  if (diff.entire?.first) {
    const { a, b } = diff.entire.first;
    lines.push(
      paragraph(`first at ${place(diff.entire.first)}: ${formatNumber(a)} expected, ${formatNumber(b)} found`, "  "),
    );
  }
  if (diagnosis?.probes !== undefined) lines.push(paragraph(probesWords(diagnosis.probes, first), "  "));
  const known = first?.explained === 1 || (note !== undefined && layer.repeats !== false);
  if (!known) for (const line of (diagnosis?.pattern ?? diff.pattern)?.text ?? []) lines.push(paragraph(line, "  "));
  return [...lines, ...others(diagnosis)];
}

/** Names in it come from a model's file. */
const paragraph = (text: string, indent?: string): string => wrap(oneLine(text), indent);

/** The cause in words, or that none is known. */
function diagnosisText({ hypotheses: [first], tried, elements }: Diagnosis): string {
  if (first === undefined) return `none of ${tried} known causes gives these bytes`;
  const all =
    first.explained === 1 ? `all ${elements} elements` : `${formatShare(first.explained)} of ${elements} elements`;
  return `${first.text}. That explains ${all}.`;
}

function others(diagnosis: Diagnosis | undefined): string[] {
  const [first, ...rest] = diagnosis?.hypotheses ?? [];
  const alike = rest.filter(({ explained }) => explained === first!.explained);
  if (alike.length === 0) return [];
  return [
    "  the same bytes also come from:",
    ...alike.slice(0, 3).map(({ text }: Hypothesis) => paragraph(text, "    ")),
  ];
}

function row({ diff, alone, origin }: BadLayer): string[] {
  const { index, id, onnx, entire } = diff;
  const wrong = alone?.entire?.differing ?? diff.single?.differing;
  const share = alone?.entire?.share ?? diff.single?.share;
  return [
    String(index),
    id.replace(PREFIX, ""),
    onnx.join(" "),
    entire ? formatShare(entire.share) : diff.status,
    entire ? formatNumber(entire.largest, 3) : "",
    wrong === undefined ? "" : wrong === 0 ? "=" : formatShare(share ?? 0),
    ORIGIN_NAMES[origin],
  ];
}
