import type { OnnxNode } from "../../formats/onnx/model.js";
import { printable } from "../../formats/onnx/printable.js";
import type { DraftRow } from "./draft.js";
import type { QuantizationRow, QuantizationWarning, QuantizeOptions } from "./result.js";

/** Rows with the final names of their nodes and the scales written out. */
export function finishRows(rows: readonly DraftRow[], nodes: readonly OnnxNode[]): QuantizationRow[] {
  const producer = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node.name] as const)));
  const reader = new Map<string, string>();
  for (const node of nodes) for (const name of node.inputs) if (!reader.has(name)) reader.set(name, node.name);
  return rows.map(({ error, owner, ...row }) => ({
    ...row,
    node: producer.get(owner ?? row.quantized) ?? reader.get(row.quantized) ?? "",
    scale: typeof row.exponent === "number" ? 2 ** row.exponent : row.exponent.map((exponent) => 2 ** exponent),
    ...(error === undefined ? {} : { clipped: error.clippedShare, snr: error.snr }),
  }));
}

/** A warning for each bias that does not fit its integers. */
export function warningsOf(rows: readonly QuantizationRow[], options: QuantizeOptions): QuantizationWarning[] {
  return rows
    .filter((row) => row.kind === "bias" && (row.clipped ?? 0) > 0)
    .map((row) => {
      const share = row.clipped as number;
      const percent = (100 * share).toFixed(1);
      const what = options.compat === true ? "wrapped around, as the original does" : "saturated";
      return {
        node: row.node,
        tensor: row.tensor,
        share,
        message: `${row.node}: ${percent} % of bias ${printable(row.tensor)} does not fit ${row.dtype} at scale ${[row.scale].flat().join(", ")} and is ${what}; calibrate on samples with larger outputs or train with a smaller bias`,
      };
    });
}
