import { printable } from "../formats/onnx/printable.js";
import { type Acceleration, accelerations, accelerationText } from "../ir/fuse/accelerations.js";
import type { Program } from "../ir/graph/program.js";
import { type Column, formatTable, shorten } from "./table.js";

const COLUMNS: readonly Column[] = [
  { title: "#", align: "right" },
  { title: "layer", most: 30, shrinks: true },
  { title: "node", most: 22, shrinks: true },
  { title: "kernel" },
];
const PREFIX = "tvmgen_default_";

/** The calls with the kernel that each got, at most 100 columns wide; below, why a convolution is not accelerated. */
export function kernelTable(program: Program): string {
  const calls = program.layers.filter((layer) => layer.kind === "call");
  const rows = calls.map((call) => [
    String(call.index),
    call.name.replace(PREFIX, ""),
    printable(call.onnx[0] ?? ""),
    call.kernel?.function ?? call.op,
  ]);
  const found = accelerations(program);
  const plain = found.filter(({ accelerated }) => !accelerated);
  if (calls.some(({ op }) => op.startsWith("espdl."))) return formatTable(COLUMNS, rows);
  return [formatTable(COLUMNS, rows), `\n${accelerationText(found)}`, ...plain.map(reasonLine)].join("\n");
}

/** Why one call did not get the accelerated kernel. */
function reasonLine({ layer: { index, name }, reason }: Acceleration): string {
  return `  ${index} ${shorten(name.replace(PREFIX, ""), 30)}: ${reason}`;
}
