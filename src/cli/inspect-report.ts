import type { Inspection, NodeFacts, TensorFacts } from "../espdl/inspect/inspection.js";
import { printable } from "../formats/onnx/printable.js";
import { wrap } from "../presentation/display/wrap.js";
import { type Column, formatTable } from "./table.js";

const COLUMNS: readonly Column[] = [
  { title: "#", align: "right" },
  { title: "node", shrinks: true },
  { title: "operator" },
  { title: "output", shrinks: true },
  { title: "exp", align: "right" },
  { title: "work", align: "right" },
  { title: "constants", align: "right" },
  { title: "live bytes", align: "right" },
];

/** Longest table. */
const ROWS = 2000;

const count = (value: number): string => value.toLocaleString("en-US");

/** An inspection as text of at most 100 columns. @param head what the file is, for the first line */
export function inspectText(head: string, inspection: Inspection): string {
  const { inputs, outputs, nodes, refused } = inspection;
  const lines = [
    head,
    line("chip", `${inspection.chips.join(" or ")}: ${inspection.chipReason}`),
    line("made by", makerText(inspection)),
    ...inputs.map((tensor) => line("input", tensorText(tensor))),
    ...outputs.map((tensor) => line("output", tensorText(tensor))),
    "",
    formatTable(COLUMNS, nodes.slice(0, ROWS).map(row)),
    ...(nodes.length > ROWS ? [`… and ${nodes.length - ROWS} more nodes (--json tells all)`] : []),
    "",
    line(
      "operators",
      inspection.operators
        .map(({ op, count, registered }) => `${printable(op)}${registered ? "" : " (unknown to the chip)"} ${count}`)
        .join(" · "),
    ),
    line(
      "layouts",
      inspection.layouts
        .map(({ layout, tensors, bytes }) => `${tensors} × ${printable(layout)}, ${count(bytes)} bytes`)
        .join(" · ") || "no constants",
    ),
    line("scales", scalesText(inspection)),
    line("memory", memoryText(inspection)),
    ...(refused === undefined ? [] : [line("REFUSED", `by the chip's runtime: ${refused}`)]),
  ];
  return lines.join("\n");
}

function makerText({ maker }: Inspection): string {
  const features = maker.features.map(({ feature, nodes, law }) => `${nodes} × ${feature} (${law})`);
  const unknown = maker.unknown.map(
    ({ node, attributes }) => `UNKNOWN to us: ${printable(node)} ${attributes.map(printable).join(", ")}`,
  );
  return [maker.version, ...features, ...unknown].join(" · ");
}

const MARGIN = 11;

function line(title: string, text: string): string {
  const wrapped = wrap(text, " ".repeat(MARGIN));
  return title.padEnd(MARGIN) + wrapped.slice(MARGIN);
}

function tensorText({ name, dtype, shape, exponents }: TensorFacts): string {
  const scale = exponentText(exponents);
  return `${printable(name)}  ${dtype ?? "unknown type"} [${shape?.join(", ") ?? "?"}]${scale === "" || dtype === "float32" ? "" : ` · 2^${scale}`}`;
}

function exponentText(exponents: readonly number[]): string {
  const distinct = [...new Set(exponents)];
  if (distinct.length < 2) return distinct.join("");
  return `${distinct.reduce((a, b) => Math.min(a, b))}…${distinct.reduce((a, b) => Math.max(a, b))}`;
}

function row({ index, name, op, attributes, outputs, work, constantBytes, liveBytes }: NodeFacts): string[] {
  const [first] = outputs;
  const kernel = attributes.kernel_shape?.replace(/[[\]]/g, "").replaceAll(", ", "×");
  const relu = attributes.activation === "Relu" ? "+Relu" : "";
  const more = outputs.length > 1 ? ` ×${outputs.length}` : "";
  return [
    String(index),
    name,
    printable([op, kernel, relu].filter(Boolean).join(" ")),
    first === undefined
      ? ""
      : `${SHORT[first.dtype ?? ""] ?? first.dtype ?? "?"}[${first.shape?.join(",") ?? "?"}]${more}`,
    first?.dtype === "float32" ? "" : exponentText(first?.exponents ?? []),
    work === undefined ? "" : short(work),
    constantBytes === 0 ? "" : count(constantBytes),
    liveBytes === undefined ? "" : count(liveBytes),
  ];
}

const SHORT: Readonly<Record<string, string>> = { float32: "f32", int8: "i8", int16: "i16", int32: "i32" };

/** `812`, `45.2 k`, `1.3 M`, `2.1 G`. */
export function short(value: number): string {
  if (value < 1000) return String(value);
  const [unit, size] = value < 1e6 ? ["k", 1e3] : value < 1e9 ? ["M", 1e6] : ["G", 1e9];
  return `${(value / (size as number)).toFixed(1)} ${unit}`;
}

function scalesText({ scales: { activations, weights, perChannel } }: Inspection): string {
  const range = (ends: readonly [number, number] | undefined): string =>
    ends === undefined ? "none" : ends[0] === ends[1] ? `2^${ends[0]}` : `2^${ends[0]} … 2^${ends[1]}`;
  const channels = perChannel === 0 ? "one a tensor" : `${perChannel} with one a channel`;
  return `activations ${range(activations)} · weights ${range(weights)}${weights ? `, ${channels}` : ""}`;
}

function memoryText({ memory }: Inspection): string {
  const { constantBytes, liveBytes, liveNode, activationBytes, inputBytes, outputBytes, testBytes } = memory;
  const parts = [`constants ${count(constantBytes)} bytes`];
  if (liveBytes !== undefined)
    parts.push(`activations ${count(liveBytes)} bytes at once, at ${printable(liveNode ?? "")}`);
  if (activationBytes !== undefined) parts.push(`${count(activationBytes)} in all`);
  if (inputBytes !== undefined) parts.push(`input ${count(inputBytes)}, output ${count(outputBytes ?? 0)}`);
  if (testBytes > 0) parts.push(`embedded test vectors ${count(testBytes)}`);
  return parts.join(" · ");
}
