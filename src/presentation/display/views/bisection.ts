import type { BadLayer, Bisection } from "../../../comparison/bisect/bisection.js";
import {
  equalWords,
  isCulprit,
  ORIGIN_NAMES,
  remarkOf,
  searchWords,
  unknownWords,
} from "../../../comparison/bisect/origin-words.js";
import { DIFF_FORMAT, DIFF_VERSION, type TraceDiff } from "../../../comparison/diff/trace-diff.js";
import { differenceBars } from "../../figures/difference-bars.js";
import { counted, formatNumber, formatShare, layerName } from "../../figures/text.js";
import type { View } from "../view.js";
import { diagnosisWords } from "../words.js";

/** What a search for the cause found: the verdict, the first bad layer, and for each culprit its cause. */
export function bisectionView(found: Bisection): View {
  const { layers } = found;
  const culprits = layers.filter(isCulprit);
  return {
    heading: verdict(found),
    lines: [
      `reference: ${found.reference}; suspect: ${found.suspect}`,
      ...first(found),
      ...searchWords(found).map((words) => `${words[0]!.toUpperCase()}${words.slice(1)}.`),
      ...culprits.flatMap(cause),
    ],
    ...(layers.length === 0
      ? {}
      : {
          figure: differenceBars(asDiff(found), new Map(layers.map(({ diff, origin }) => [diff.id, origin]))),
          table: table(layers),
        }),
  };
}

function verdict(found: Bisection): string {
  const { verdict, layers, compared, captures, replays } = found;
  const runs = captures > 0 ? `; ${counted(captures, "run")}, ${counted(replays, "layer")} run alone` : "";
  if (verdict === "unknown") return `Unknown: ${unknownWords(found)}${runs}`;
  if (verdict === "equal") return `Equal: ${equalWords(found)}${runs}`;
  return `Differs: ${layers.length} of ${compared} tensors${runs}`;
}

function first({ layers }: Bisection): string[] {
  const [bad] = layers;
  if (bad === undefined) return [];
  const { index, id, onnx } = bad.diff;
  return [`The first that differs is layer ${index}, ${id}${onnx.length > 0 ? ` (ONNX ${onnx.join(" + ")})` : ""}.`];
}

/** The cause of one culprit in words, or that there is none to name. */
function cause(layer: BadLayer): string[] {
  const { diff, diagnosis, note } = layer;
  const lines =
    diagnosis === undefined ? [`Layer ${diff.index}: ${note ?? diff.remarks.join("; ")}`] : diagnosisWords(diagnosis);
  const remark = remarkOf(layer);
  return remark === undefined ? lines : [...lines, `Layer ${diff.index} is ${remark}.`];
}

/** The differing layers as the comparison that the bars draw. */
function asDiff({ reference, suspect, verdict, layers, first, compared }: Bisection): TraceDiff {
  return {
    format: DIFF_FORMAT,
    version: DIFF_VERSION,
    a: { runner: reference, model: "", layers: compared },
    b: { runner: suspect, model: "", layers: compared },
    verdict,
    ...(first === undefined ? {} : { first }),
    compared,
    layers: layers.map(({ diff }) => diff),
    onlyA: [],
    onlyB: [],
  };
}

function table(layers: readonly BadLayer[]) {
  return {
    columns: [
      { title: "#", align: "right" as const },
      { title: "layer" },
      { title: "ONNX nodes" },
      { title: "differ", align: "right" as const },
      { title: "largest", align: "right" as const },
      { title: "alone", align: "right" as const },
      { title: "error" },
    ],
    rows: layers.map(row),
  };
}

function row({ diff, alone, origin }: BadLayer): string[] {
  const { index, id, onnx, entire, status } = diff;
  const single = alone?.entire ?? diff.single;
  return [
    String(index),
    layerName(id),
    onnx.join(" + "),
    entire ? formatShare(entire.share) : status,
    entire ? formatNumber(entire.largest, 3) : "",
    single === undefined ? "" : single.differing === 0 ? "right" : formatShare(single.share),
    ORIGIN_NAMES[origin],
  ];
}
