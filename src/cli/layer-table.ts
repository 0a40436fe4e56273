import type { Trace, TraceLayer } from "../formats/trace/trace.js";
import { type Column, formatNumber, formatShare, formatTable } from "./table.js";

const COLUMNS: readonly Column[] = [
  { title: "#", align: "right" },
  { title: "layer", most: 17, shrinks: true },
  { title: "ONNX node", most: 16, shrinks: true },
  { title: "type", align: "right" },
  { title: "exp", align: "right" },
  { title: "range", align: "right" },
  { title: "clip", align: "right" },
  { title: "first values" },
];

/** TVM's prefix of every function of the default module; left out of tables for its width. */
const PREFIX = "tvmgen_default_fused_";

/**
 * The layers as a table of at most 100 columns: for each ONNX node the layer that holds its result, which is the last
 * one that implements it. Layers of no node (a shift or a cast between) are in the trace, not in the table.
 */
export function layerTable(trace: Trace): string {
  return formatTable(COLUMNS, results(trace.layers).map(row));
}

function results(layers: readonly TraceLayer[]): TraceLayer[] {
  const last = new Map<string, TraceLayer>();
  for (const layer of layers) {
    if (layer.op === "param") continue;
    last.set(layer.op === "input" ? `input ${layer.id}` : (layer.onnx.at(-1) ?? ""), layer);
  }
  last.delete("");
  return [...new Set(last.values())].sort((a, b) => a.index - b.index);
}

function row(layer: TraceLayer): string[] {
  const { data, dtype, shape } = layer.tensor;
  const { min, max, clipped } = statistics(data as ArrayLike<number | bigint>, dtype);
  return [
    String(layer.index),
    layer.name.replace(PREFIX, ""),
    layer.op === "input" ? "" : (layer.onnx.at(-1) ?? ""),
    `${SHORT[dtype] ?? dtype}[${shape.join(",")}]`,
    exponentText(layer.exponent),
    `${formatNumber(min, 3)}…${formatNumber(max, 3)}`,
    clipped === undefined ? "" : formatShare(clipped),
    firstValues(data as ArrayLike<number | bigint>),
  ];
}

const SHORT: Readonly<Record<string, string>> = {
  float32: "f32",
  int8: "i8",
  int16: "i16",
  int32: "i32",
  int64: "i64",
};

/** Share of int8 elements at −128 or 127: those that were clipped, and the few that just fit. */
function statistics(data: ArrayLike<number | bigint>, dtype: string) {
  let min = Infinity;
  let max = -Infinity;
  let ends = 0;
  for (let i = 0; i < data.length; i++) {
    const value = Number(data[i]);
    if (value < min) min = value;
    if (value > max) max = value;
    if (value === -128 || value === 127) ends++;
  }
  return { min, max, clipped: dtype === "int8" ? ends / data.length : undefined };
}

function exponentText(exponent: number | readonly number[] | undefined): string {
  if (exponent === undefined) return "";
  if (typeof exponent === "number") return String(exponent);
  const low = Math.min(...exponent);
  const high = Math.max(...exponent);
  return low === high ? String(low) : `${low}…${high}`;
}

function firstValues(data: ArrayLike<number | bigint>): string {
  const values = Array.from({ length: Math.min(4, data.length) }, (_, i) => formatNumber(Number(data[i]), 3));
  let text = "";
  for (const value of values) {
    if (text.length + value.length > 10) break;
    text += `${text ? " " : ""}${value}`;
  }
  return text + (data.length > text.split(" ").length ? " …" : "");
}
