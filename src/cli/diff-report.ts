import { comparedLayers } from "../comparison/diff/compared-layers.js";
import type { ElementDiff, LayerDiff, TraceDiff } from "../comparison/diff/trace-diff.js";
import { unlikeRuns } from "../comparison/diff/unlike-runs.js";
import { verdictWords } from "../comparison/diff/verdict-words.js";
import { SCREEN, wrap } from "../presentation/display/wrap.js";
import { counted, formatSnr, MISSING } from "../presentation/figures/text.js";
import { colors } from "./colors.js";
import { type Column, formatNumber, formatShare, formatTable, shorten } from "./table.js";

const PREFIX = "tvmgen_default_fused_";

const COLUMNS: readonly Column[] = [
  { title: "#", align: "right" },
  { title: "layer", most: 20, shrinks: true },
  { title: "ONNX node", most: 16, shrinks: true },
  { title: "differ", align: "right" },
  { title: "max", align: "right" },
  { title: "mean", align: "right" },
  { title: "SNR dB", align: "right" },
  { title: "cosine", align: "right" },
  { title: "alone", align: "right" },
  { title: "first at", shrinks: true },
];

/** A comparison as text of at most 100 columns: the verdict, the first layer that differs, the table of layers. */
export function diffReport(diff: TraceDiff): string {
  const compared = comparedLayers(diff.layers);
  const head = [
    `reference  ${side(diff.a)}`,
    `suspect    ${side(diff.b)}`,
    "",
    ...verdict(diff),
    ...firstLayer(diff),
    ...missing(diff),
  ];
  const rows = (compared.length > 0 ? compared : diff.layers).map(row);
  const lines = (texts: readonly string[]): string[] => texts.map((line) => shorten(line, SCREEN));
  const table = rows.length > 0 ? ["", formatTable(COLUMNS, rows), "", ...lines(legend(diff))] : [];
  return [...lines(head), ...table].join("\n");
}

function legend({ layers }: TraceDiff): string[] {
  const inSteps = layers.some(({ entire }) => entire?.unit === "steps");
  const unit = inSteps ? "steps of the layer's scale (floats: as they are)" : "stored numbers";
  const lines = [`max, mean: |error| in ${unit}; first at: ${axes(layers)}`];
  if (layers.some(({ single }) => single)) lines.push("alone: share wrong by the layer itself, its inputs being right");
  return lines;
}

/** What the coordinates in the last column count. */
function axes(layers: readonly LayerDiff[]): string {
  return layers.some(({ entire }) => entire?.first?.axes === "nhwc") ? "n,h,w,c" : "in storage order";
}

const side = ({ runner, model, layers }: TraceDiff["a"]): string =>
  `${runner}${model ? ` · ${model}` : ""} (${counted(layers, "tensor")})`;

function verdict(diff: TraceDiff): string[] {
  const { verdict, compared, first } = diff;
  const words = verdictWords(diff);
  const unlike = unlikeRuns(diff);
  const why = unlike === undefined ? [] : wrap(unlike, "  ").split("\n");
  if (verdict === "equal") return [`${colors.green("EQUAL")}: ${words}`];
  if (compared === 0) return [`${colors.yellow("UNKNOWN")}: ${words}`, ...why];
  const word = verdict === "unknown" ? colors.yellow("UNKNOWN") : colors.red("DIFFERS");
  return [`${word}: ${words}, the first is`, `  ${first}`, ...why];
}

function firstLayer({ layers, first }: TraceDiff): string[] {
  const layer = layers.find(({ id }) => id === first);
  if (layer === undefined) return [];
  const lines = [`layer ${layer.index}${layer.onnx.length > 0 ? `, ONNX ${layer.onnx.join(" + ")}` : ""}`];
  for (const remark of layer.remarks) lines.push(remark);
  if (layer.entire && layer.entire.differing > 0) lines.push(...wrong(layer.entire));
  for (const line of layer.pattern?.text ?? []) lines.push(line);
  return lines.map((line) => `  ${line}`);
}

function wrong(error: ElementDiff): string[] {
  const { differing, elements, share, largest, signBias, first } = error;
  const sign = Math.abs(signBias) < 0.5 ? "" : signBias > 0 ? ", mostly too large" : ", mostly too small";
  const lines = [
    `${differing} of ${elements} elements (${formatShare(share)}), largest error ${formatNumber(largest)}${sign}`,
  ];
  if (first) lines.push(`first at ${place(first)}: ${formatNumber(first.a)} expected, ${formatNumber(first.b)} found`);
  return lines;
}

/** A coordinate such as `[n 0, h 3, w 7, c 12]`. */
export function place({ axes, at }: { readonly axes: string; readonly at: readonly number[] }): string {
  return `[${at.map((value, axis) => (axes ? `${axes[axis]} ${value}` : `${value}`)).join(", ")}]`;
}

function missing(diff: TraceDiff): string[] {
  const { onlyA, layers } = diff;
  const absent =
    onlyA.length === 0 || layers.length === 0
      ? []
      : [
          `${counted(onlyA.length, "tensor")} of the reference ${onlyA.length === 1 ? "is" : "are"} not in the suspect: ${MISSING}`,
        ];
  return [...absent, ...unknown(diff)];
}

function unknown({ onlyB, layers }: TraceDiff): string[] {
  if (onlyB.length === 0) return [];
  const some = onlyB.slice(0, 3).join(", ");
  const hint = layers.length === 0 ? ` (${some}${onlyB.length > 3 ? ", …" : ""})` : "";
  return [
    `${counted(onlyB.length, "tensor")} of the suspect ${onlyB.length === 1 ? "is" : "are"} unknown to the reference${hint}`,
  ];
}

function row(layer: LayerDiff): string[] {
  const { entire, single, index, id, onnx, status } = layer;
  const head = [String(index), id.replace(PREFIX, ""), onnx.at(-1) ?? ""];
  if (entire === undefined) return [...head, status, "", "", "", "", "", layer.remarks.at(-1) ?? ""];
  const alone = single === undefined ? "" : single.differing === 0 ? "=" : formatShare(single.share);
  if (entire.differing === 0) return [...head, layer.mismatch.join() || "=", "", "", "", "", alone, ""];
  return [
    ...head,
    formatShare(entire.share),
    formatNumber(entire.largest, 3),
    formatNumber(entire.mae, 2),
    formatSnr(entire.snr),
    entire.cosine.toFixed(4),
    alone,
    entire.first ? entire.first.at.join(",") : "",
  ];
}
