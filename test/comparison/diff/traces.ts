import type { DType } from "../../../src/base/tensor/dtype.js";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import type { Trace, TraceLayer } from "../../../src/formats/trace/trace.js";

/** A layer with the given numbers. */
export function layer(
  id: string,
  dtype: DType,
  shape: readonly number[],
  values: ArrayLike<number>,
  exponent?: number,
): TraceLayer {
  const tensor = Tensor.zeros(dtype, shape);
  for (let i = 0; i < tensor.size; i++) tensor.data[i] = values[i]!;
  return { index: 0, name: id, id, op: "test", onnx: [], ...(exponent === undefined ? {} : { exponent }), tensor };
}

export function trace(...layers: readonly TraceLayer[]): Trace {
  return { runner: "test", model: "m", layers: layers.map((found, index) => ({ ...found, index })) };
}

/** 0, 1, 2 … as numbers that fit int8. */
export const count = (length: number): number[] => Array.from({ length }, (_, i) => (i % 251) - 125);
