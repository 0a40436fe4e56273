import { quantizationCells } from "../presentation/display/quantization-cells.js";
import type { QuantizationRow } from "../quantization/quantize/result.js";
import { type Column, formatTable } from "./table.js";

const COLUMNS: readonly Column[] = [
  { title: "tensor", shrinks: true },
  { title: "kind" },
  { title: "range", align: "right" },
  { title: "scale", align: "right" },
  { title: "exp", align: "right" },
  { title: "clipped", align: "right" },
  { title: "SNR dB", align: "right" },
];

/** One line a tensor, at most 100 columns wide. */
export function quantizationTable(rows: readonly QuantizationRow[]): string {
  return formatTable(COLUMNS, rows.map(quantizationCells));
}
