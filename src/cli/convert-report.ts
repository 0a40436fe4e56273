import type { TraceDiff } from "../comparison/diff/trace-diff.js";
import type { Outcome } from "../convert/proof/prove-source.js";
import { wrap } from "../presentation/display/wrap.js";
import { counted } from "../presentation/figures/text.js";
import { type Column, formatTable } from "./table.js";

const OUTPUTS: readonly Column[] = [
  { title: "output", shrinks: true },
  { title: "largest difference", align: "right" },
  { title: "of the largest number", align: "right" },
];

const LAYERS: readonly Column[] = [
  { title: "#", align: "right" },
  { title: "layer", shrinks: true },
  { title: "class", shrinks: true },
  { title: "shape", shrinks: true },
  { title: "largest difference", align: "right" },
];

/** What the two runs say, at most 100 columns wide. */
export function proofText(outcome: Outcome): string {
  if ("reason" in outcome) return wrap(`not proven: ${outcome.reason}`);
  const { samples, outputs, layers } = outcome.proof;
  const rows = outputs.map(({ name, largest, relative }) => [name, small(largest), small(relative)]);
  const head = `source (tfjs) and ONNX (ONNX Runtime) on ${counted(samples, "sample")}:`;
  const parts = [head, formatTable(OUTPUTS, rows)];
  return (layers === undefined ? parts : [...parts, "", layerTable(layers)]).join("\n");
}

const layerTable = ({ layers }: TraceDiff): string =>
  formatTable(
    LAYERS,
    layers.map(({ index, id, op, a, entire }) => [
      ...[String(index), id, op, `[${a.shape.join(", ")}]`],
      entire === undefined ? "other shape" : small(entire.largest),
    ]),
  );

const small = (value: number): string => (value === 0 ? "0" : value.toExponential(1));
