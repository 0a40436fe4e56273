import type { Ranges } from "../../../quantization/calibrate/range.js";
import type { QuantizationRow } from "../../../quantization/quantize/result.js";
import { quantizationBars, rangeBars } from "../../figures/range-bars.js";
import { counted, formatNumber } from "../../figures/text.js";
import { quantizationCells } from "../quantization-cells.js";
import type { Table } from "../table.js";
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
    heading: `Quantization of ${counted(rows.length, "tensor")}`,
    ...(rows.some(({ dtype }) => dtype === "int8") ? { figure: quantizationBars(rows) } : {}),
    table: quantizationTable(rows),
  };
}

export function quantizationTable(rows: readonly QuantizationRow[]): Table {
  return {
    columns: [
      { title: "tensor" },
      { title: "kind" },
      { title: "range", align: "right" },
      { title: "scale", align: "right" },
      { title: "exponent", align: "right" },
      { title: "clipped", align: "right" },
      { title: "SNR dB", align: "right" },
    ],
    rows: rows.map(quantizationCells),
  };
}
