import type { BadLayer, Bisection } from "../bisect/bisection.js";
import { entryWords, isCulprit, ORIGIN_NAMES, ORIGIN_REMARKS, originWords } from "../bisect/origin-words.js";
import type { Diagnosis, Hypothesis } from "../diagnose/diagnosis.js";
import { wrap } from "../display/wrap.js";
import { place } from "./diff-report.js";
import { type Column, formatNumber, formatShare, formatTable, shorten } from "./table.js";

const PREFIX = "tvmgen_default_fused_";

const COLUMNS: readonly Column[] = [
  { title: "#", align: "right" },
  { title: "layer", shrinks: true },
  { title: "ONNX nodes", shrinks: true },
  { title: "differ", align: "right" },
  { title: "max", align: "right" },
  { title: "alone", align: "right" },
  { title: "error" },
];

/** What a search found, as text of at most 100 columns. */
export function bisectReport(found: Bisection): string {
  const { layers, reference, suspect } = found;
  const head = [`reference  ${reference}`, `suspect    ${suspect}`, "", ...summary(found)];
  if (layers.length === 0) return head.join("\n");
  const culprits = layers.filter(isCulprit);
  const causes = culprits.flatMap(cause);
  const table = formatTable(COLUMNS, layers.map(row));
  return [...head, ...causes, "", table].join("\n");
}

function summary(found: Bisection): string[] {
  const { verdict, layers, compared, captures, replays, exhaustive, first } = found;
  const effort = captures > 0 ? ` (${captures} run${captures > 1 ? "s" : ""}, ${replays} layers alone)` : "";
  if (verdict === "equal") {
    return [exhaustive ? `EQUAL: all ${compared} tensors${effort}` : `EQUAL: the model's outputs${effort}`];
  }
  if (verdict === "unknown") return ["UNKNOWN: no tensor could be compared"];
  const where = [originWords(layers), entryWords(found)].filter((words) => words !== "").map((words) => wrap(words));
  return [`DIFFERS: ${layers.length} of ${compared} tensors${effort}; the first is`, `  ${first}`, ...where];
}

function cause({ diff, diagnosis, origin }: BadLayer): string[] {
  const title = `layer ${diff.index}${diff.onnx.length > 0 ? ` (${diff.onnx.join(" + ")})` : ""}`;
  const lines = ["", wrap(`${title}: ${diagnosis ? diagnosisText(diagnosis) : diff.remarks.join("; ")}`)];
  const remark = ORIGIN_REMARKS[origin];
  if (remark !== undefined) lines.push(wrap(remark, "  "));
  const [first] = diagnosis?.hypotheses ?? [];
  if (first) lines.push(wrap(`look at ${first.look}`, "  "));
  if (diff.entire?.first) {
    const { a, b } = diff.entire.first;
    lines.push(
      wrap(`first at ${place(diff.entire.first)}: ${formatNumber(a)} expected, ${formatNumber(b)} found`, "  "),
    );
  }
  const known = first?.explained === 1;
  if (!known) for (const line of (diagnosis?.pattern ?? diff.pattern)?.text ?? []) lines.push(wrap(line, "  "));
  return [...lines, ...others(diagnosis)];
}

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
  return ["  the same bytes also come from:", ...alike.slice(0, 3).map(({ text }: Hypothesis) => wrap(text, "    "))];
}

function row({ diff, alone, origin }: BadLayer): string[] {
  const { index, id, onnx, entire } = diff;
  const wrong = alone?.entire?.differing ?? diff.single?.differing;
  const share = alone?.entire?.share ?? diff.single?.share;
  return [
    String(index),
    shorten(id.replace(PREFIX, ""), 24),
    shorten(onnx.join(" "), 30),
    entire ? formatShare(entire.share) : diff.status,
    entire ? formatNumber(entire.largest, 3) : "",
    wrong === undefined ? "" : wrong === 0 ? "=" : formatShare(share ?? 0),
    ORIGIN_NAMES[origin],
  ];
}
