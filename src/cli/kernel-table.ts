import { printable } from "../formats/onnx/printable.js";
import type { CallLayer, Program } from "../ir/graph/program.js";
import { type Column, formatTable, shorten } from "./table.js";

const COLUMNS: readonly Column[] = [
  { title: "#", align: "right" },
  { title: "layer" },
  { title: "node" },
  { title: "kernel" },
];
const PREFIX = "tvmgen_default_";

/** The calls with the kernel that each got, at most 100 columns wide; below, why a convolution is not accelerated. */
export function kernelTable(program: Program): string {
  const calls = program.layers.filter((layer) => layer.kind === "call");
  const rows = calls.map((call) => [
    String(call.index),
    shorten(call.name.replace(PREFIX, ""), 30),
    shorten(printable(call.onnx[0] ?? ""), 22),
    call.kernel?.function ?? call.op,
  ]);
  const convolutions = calls.filter(({ kernel }) => kernel !== undefined);
  const plain = convolutions.filter(({ kernel }) => kernel!.reason !== undefined);
  if (calls.some(({ op }) => op.startsWith("espdl."))) return formatTable(COLUMNS, rows);
  const summary = `${convolutions.length - plain.length} of ${convolutions.length} convolutions accelerated`;
  return [formatTable(COLUMNS, rows), `\n${summary}`, ...plain.map(reason)].join("\n");
}

/** Why one call did not get the accelerated kernel. */
function reason({ index, name, kernel }: CallLayer): string {
  return `  ${index} ${shorten(name.replace(PREFIX, ""), 30)}: ${kernel!.reason}`;
}
