import type { Tensor } from "../../base/tensor/tensor.js";
import { QuantizationError } from "../../quantization/quantize/quantization-error.js";
import type { QuantizationRow } from "../../quantization/quantize/result.js";

type Weights = ReadonlyMap<string, Tensor>;

/**
 * The rows with what weights lost against those that were trained. A weight that was fitted lies on its own grid: against
 * itself it would have lost nothing.
 * @param rows of a model with the weights `fitted`
 * @param trained the float model's, by name
 */
export function againstTrained<Row extends QuantizationRow>(
  rows: readonly Row[],
  trained: Weights,
  fitted: Weights,
): Row[] {
  return rows.map((row) => {
    const [before, after] = [trained.get(row.tensor), fitted.get(row.tensor)];
    if (row.kind !== "weight" || before === undefined || after === undefined || before === after) return row;
    return { ...row, snr: lossOf(before.data as Float32Array, after.data as Float32Array) };
  });
}

/** In dB; Infinity where they are equal. */
function lossOf(trained: Float32Array, fitted: Float32Array): number {
  const error = new QuantizationError();
  for (let i = 0; i < trained.length; i++) {
    error.signal += trained[i]! ** 2;
    error.noise += (trained[i]! - fitted[i]!) ** 2;
  }
  return error.snr;
}
