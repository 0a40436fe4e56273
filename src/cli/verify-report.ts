import type { Chip } from "../espdl/chip.js";
import { powers } from "../espdl/lint/text.js";
import type { DifferenceCause, OutputVerdict, VectorVerification } from "../espdl/verify-vectors.js";
import { printable } from "../onnx/printable.js";
import { colors } from "./colors.js";
import { formatNumber, formatShare, shorten } from "./table.js";
import { wrap } from "./wrap.js";

const INDENT = " ".repeat(9);

const WORD = {
  exact: colors.green("exact".padEnd(7)),
  tolerated: colors.yellow("within".padEnd(7)),
  differs: colors.red("DIFFERS".padEnd(7)),
};

/**
 * The verdicts as text of at most 100 columns.
 * @param others other chips on which the file's vectors hold, where they do not on this one
 */
export function verifyText(
  chip: Chip,
  { outputs, passes, saturated }: VectorVerification,
  others: readonly Chip[],
): string {
  const parts = outputs.map(output);
  for (const { node, indices } of saturated)
    parts.push(wrap(`20-bit lanes saturate at ${printable(node)}: ${indices.length} sums`));
  const words = passes
    ? `PASSES: on ${chip} the model's own test() gives what the file expects`
    : `FAILS: on ${chip} the model's own test() would not give what the file expects`;
  const hint =
    others.length > 0 ? `; with --target_chip ${others.join(" or ")} it does: is the file for that one?` : "";
  return [...parts, wrap(words + hint)].join("\n");
}

function output({ name, dtype, shape, exponent, verdict, differing, worst, first, causes }: OutputVerdict): string {
  const scale = exponent === undefined ? "" : ` · 2^${exponent}`;
  const head = `${WORD[verdict]}  ${shorten(printable(name), 50)}  ${dtype} [${shape.join(", ")}]${scale}`;
  if (first === undefined) return head;
  const elements = shape.reduce((product, length) => product * length, 1);
  const unit = dtype === "float32" ? "" : worst === 1 ? " step" : " steps";
  const lines = [
    `${differing} of ${elements} elements (${formatShare(differing / elements)}) differ, by up to ${formatNumber(worst)}${unit}`,
    `first at [${first.coordinate.join(", ")}]: the file has ${formatNumber(first.expected)}, the chip ${formatNumber(first.got)}`,
    ...causes.map(cause),
  ];
  return [head, ...lines.map((line) => wrap(line, INDENT))].join("\n");
}

/** Whose difference it is, and why. */
function cause(cause: DifferenceCause): string {
  switch (cause.kind) {
    case "exporter-float-simulation":
      return "the exporter's simulation: it computes int16 in float32, the chip in integers; its own test() allows 1";
    case "float-rounding":
      return "rounding of float32: the order of sums and the library's exp; within what the chip's test() allows";
    case "raw-exponents":
      return `the exporter's simulation: ${printable(cause.node)} does not look at its scales ${powers(cause.exponents)} on the chip, the exporter did (lint measures it)`;
    case "lane-saturation":
      return `the exporter's simulation: ${cause.elements} sums of ${printable(cause.node)} saturate in 20-bit lanes, which it does not simulate`;
    case "unknown":
      return "not the exporter's simulation, as far as is known: a damaged file, another chip's rounding, or a fault of ours";
  }
}
