import type { OnnxModel } from "../../formats/onnx/model.js";
import { Activations } from "../calibrate/activations.js";
import type { Samples } from "../calibrate/samples.js";
import { QuantizationError, quantizeArray } from "./quantization-error.js";
import type { QuantizationRow } from "./result.js";

/**
 * Measures what its own scale costs each activation: the float model runs over the samples and every tensor is
 * quantized alone, clip(round half even(x / scale), −128, 127), errors of earlier layers not included.
 * @param float the model whose tensors the rows name
 * @returns the rows, activations with `clipped` and `snr` filled in
 * @throws UserError when the samples do not fit the model.
 */
export async function measureQuantization(
  float: OnnxModel,
  rows: readonly QuantizationRow[],
  samples: Samples,
  onProgress?: (done: number) => void,
): Promise<QuantizationRow[]> {
  const measured = new Map<string, { scale: number; error: QuantizationError }>();
  for (const row of rows) {
    if (row.kind === "activation" && typeof row.scale === "number" && !float.graph.initializers.has(row.tensor)) {
      measured.set(row.tensor, { scale: row.scale, error: new QuantizationError() });
    }
  }
  const activations = await Activations.open(float, [...measured.keys()]);
  try {
    await activations.pass(
      samples,
      (name, data) => {
        const { scale, error } = measured.get(name) as { scale: number; error: QuantizationError };
        quantizeArray(data, scale, -128, 127, error);
      },
      onProgress,
    );
  } finally {
    await activations.close();
  }
  return rows.map((row) => {
    const found = row.kind === "activation" ? measured.get(row.tensor) : undefined;
    return found === undefined ? row : { ...row, clipped: found.error.clippedShare, snr: found.error.snr };
  });
}
