import type { QuantizationRow } from "../quantize/result.js";
import { type Column, formatNumber, formatShare, formatTable, shorten } from "./table.js";

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
  return formatTable(
    COLUMNS,
    rows.map((row) => [
      shorten(row.tensor, 32),
      row.kind,
      `${formatNumber(row.min)} … ${formatNumber(row.max)}`,
      span(row.scale, formatNumber),
      span(row.exponent, String),
      row.clipped === undefined ? "" : formatShare(row.clipped),
      row.snr === undefined ? "" : Number.isFinite(row.snr) ? row.snr.toFixed(1) : "exact",
    ]),
  );
}

/** A number, or the smallest and largest of one a channel. */
function span(value: number | readonly number[], format: (value: number) => string): string {
  if (typeof value === "number") return format(value);
  const low = Math.min(...value);
  const high = Math.max(...value);
  return low === high ? format(low) : `${format(low)}…${format(high)}`;
}
