import type { Diagnosis } from "../../../comparison/diagnose/diagnosis.js";
import type { LayerDiff, TraceDiff } from "../../../comparison/diff/trace-diff.js";
import { differenceBars } from "../../figures/difference-bars.js";
import { measuredFigure } from "../../figures/index.js";
import { formatNumber, formatShare, formatSnr, layerName } from "../../figures/text.js";
import type { Table } from "../table.js";
import type { View } from "../view.js";
import { diagnosisWords, diffWords } from "../words.js";

export function diffView(diff: TraceDiff): View {
  const [heading, ...lines] = diffWords(diff) as [string, ...string[]];
  return {
    heading,
    lines,
    // Of layers that are all equal, or of one, bars say nothing that the words do not.
    ...(diff.verdict === "equal" || diff.layers.length < 2 ? {} : { figure: differenceBars(diff) }),
    table: diffTable(diff),
  };
}

/** One line a layer; numbers of {@link LayerDiff.entire}. */
export function diffTable({ layers }: TraceDiff): Table {
  const calls = layers.filter(({ op }) => op !== "param");
  return {
    columns: [
      { title: "#", align: "right" },
      { title: "layer" },
      { title: "ONNX nodes" },
      { title: "status" },
      { title: "differ", align: "right" },
      { title: "by itself", align: "right" },
      { title: "largest", align: "right" },
      { title: "mean", align: "right" },
      { title: "SNR dB", align: "right" },
      { title: "cosine", align: "right" },
    ],
    rows: (calls.length > 0 ? calls : layers).map(row),
  };
}

function row({ index, id, onnx, status, entire, single }: LayerDiff): string[] {
  const head = [String(index), layerName(id), onnx.join(" + "), status];
  const alone = single === undefined ? "" : single.differing === 0 ? "right" : formatShare(single.share);
  if (entire === undefined || entire.differing === 0) return [...head, "", alone, "", "", "", ""];
  return [
    ...head,
    formatShare(entire.share),
    alone,
    formatNumber(entire.largest, 3),
    formatNumber(entire.mae, 2),
    formatSnr(entire.snr),
    entire.cosine.toFixed(4),
  ];
}

export function diagnosisView(diagnosis: Diagnosis): View {
  const [heading, ...lines] = diagnosisWords(diagnosis) as [string, ...string[]];
  if (diagnosis.hypotheses.length === 0) return { heading, lines };
  return {
    heading,
    lines,
    ...(diagnosis.measured && { figure: measuredFigure(diagnosis.measured) }),
    table: {
      columns: [
        { title: "cause" },
        { title: "explains", align: "right" },
        { title: "of the wrong", align: "right" },
        { title: "look at" },
      ],
      rows: diagnosis.hypotheses.map(({ text, explained, explainedDiffering, look }) => [
        text,
        formatShare(explained),
        formatShare(explainedDiffering),
        look,
      ]),
    },
  };
}
