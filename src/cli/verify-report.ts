import { causeText } from "../espdl/cause-text.js";
import type { Chip } from "../espdl/chip.js";
import type { OutputVerdict, VectorVerification } from "../espdl/verify-vectors.js";
import { printable } from "../formats/onnx/printable.js";
import { wrap } from "../presentation/display/wrap.js";
import { colors } from "./colors.js";
import { formatNumber, formatShare, shorten } from "./table.js";

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
    ...causes.map(causeText),
  ];
  return [head, ...lines.map((line) => wrap(line, INDENT))].join("\n");
}
