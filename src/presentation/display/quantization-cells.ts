import type { QuantizationRow } from "../../quantization/quantize/result.js";
import { formatNumber, formatShare } from "../figures/text.js";

/** Tensor, kind, range, scale, exponent, clipped share and SNR in dB, as text: a line of every quantization table. */
export function quantizationCells(row: QuantizationRow): string[] {
  return [
    row.tensor,
    row.kind,
    `${formatNumber(row.min)} … ${formatNumber(row.max)}`,
    span(row.scale, formatNumber),
    span(row.exponent, String),
    row.clipped === undefined ? "" : formatShare(row.clipped),
    row.snr === undefined ? "" : Number.isFinite(row.snr) ? row.snr.toFixed(1) : "exact",
  ];
}

/** A number, or the smallest and largest of one a channel. */
function span(value: number | readonly number[], format: (value: number) => string): string {
  if (typeof value === "number") return format(value);
  const low = value.reduce((a, b) => Math.min(a, b));
  const high = value.reduce((a, b) => Math.max(a, b));
  return low === high ? format(low) : `${format(low)} … ${format(high)}`;
}
