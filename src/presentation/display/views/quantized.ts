import type { QuantizationRow, QuantizeResult } from "../../../quantization/quantize/result.js";
import { quantizationBars } from "../../figures/range-bars.js";
import { counted } from "../../figures/text.js";
import type { View } from "../view.js";
import { quantizationTable } from "./calibration.js";
import { exponentText } from "./model.js";

const KINDS = ["activation", "weight", "bias"] as const;
const PLURAL = { activation: "activations", weight: "weights", bias: "biases" } as const;

/** A quantized model: how much of it is integers, at which scales, and what was lost. */
export function quantizeResultView({ model, tensors, warnings }: QuantizeResult): View {
  const worst = worstActivation(tensors);
  return {
    heading: `Quantized model of ${counted(model.graph.nodes.length, "node")}: ${counted(tensors.length, "tensor")} became ${tensors.length === 1 ? "an integer one" : "integers"}`,
    lines: [
      ...KINDS.flatMap((kind) => summary(kind, tensors)),
      ...(worst === undefined ? [] : [`lowest SNR of an activation: ${worst.snr!.toFixed(1)} dB at ${worst.tensor}`]),
      ...(warnings.length === 0 ? ["no warnings"] : warnings.map(({ message }) => `warning: ${message}`)),
    ],
    ...(tensors.some(({ dtype }) => dtype === "int8") ? { figure: quantizationBars(tensors) } : {}),
    table: quantizationTable(tensors),
  };
}

function summary(kind: (typeof KINDS)[number], tensors: readonly QuantizationRow[]): string[] {
  const rows = tensors.filter((row) => row.kind === kind);
  if (rows.length === 0) return [];
  const dtypes = [...new Set(rows.map(({ dtype }) => dtype))].join(" and ");
  const exponents = exponentText(rows.flatMap(({ exponent }) => exponent));
  return [`${rows.length} ${rows.length === 1 ? kind : PLURAL[kind]} (${dtypes}), scales 2^${exponents}`];
}

/** The measured activation that quantization costs most. */
function worstActivation(tensors: readonly QuantizationRow[]): QuantizationRow | undefined {
  return tensors
    .filter(({ kind, snr }) => kind === "activation" && snr !== undefined && Number.isFinite(snr))
    .reduce<QuantizationRow | undefined>((a, b) => (a === undefined || b.snr! < a.snr! ? b : a), undefined);
}
