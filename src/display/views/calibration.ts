import type { Ranges } from "../../calibrate/range.js";
import { quantizationBars, rangeBars } from "../../figures/range-bars.js";
import { formatNumber, formatShare } from "../../figures/text.js";
import type { QuantizationRow } from "../../quantize/result.js";
import type { View } from "../view.js";

export function rangesView(ranges: Ranges): View {
  const rows = [...ranges].map(([name, { min, max }]) => [name, formatNumber(min), formatNumber(max)]);
  return {
    heading: `Calibrated ranges of ${ranges.size} tensors`,
    figure: rangeBars(ranges),
    table: { columns: [{ title: "tensor" }, { title: "min", align: "right" }, { title: "max", align: "right" }], rows },
  };
}

export function quantizationView(rows: readonly QuantizationRow[]): View {
  return {
    heading: `Quantization of ${rows.length} tensors`,
    ...(rows.some(({ dtype }) => dtype === "int8") ? { figure: quantizationBars(rows) } : {}),
    table: {
      columns: [
        { title: "tensor" },
        { title: "kind" },
        { title: "range", align: "right" },
        { title: "scale", align: "right" },
        { title: "exponent", align: "right" },
        { title: "clipped", align: "right" },
        { title: "SNR dB", align: "right" },
      ],
      rows: rows.map((row) => [
        row.tensor,
        row.kind,
        `${formatNumber(row.min)} … ${formatNumber(row.max)}`,
        span(row.scale, formatNumber),
        span(row.exponent, String),
        row.clipped === undefined ? "" : formatShare(row.clipped),
        row.snr === undefined ? "" : Number.isFinite(row.snr) ? row.snr.toFixed(1) : "exact",
      ]),
    },
  };
}

/** A number, or the smallest and largest of one a channel. */
function span(value: number | readonly number[], format: (value: number) => string): string {
  if (typeof value === "number") return format(value);
  const low = value.reduce((a, b) => Math.min(a, b));
  const high = value.reduce((a, b) => Math.max(a, b));
  return low === high ? format(low) : `${format(low)} … ${format(high)}`;
}
