import { float32Data, int8Data, int32Data } from "./array.js";
import type { Kernel } from "./operator.js";

/**
 * `nn.dense`: out[m, u] = Σ_k x[m, k] · w[u, k]; int8 · int8 → int32, or float32 (rounded after each product and sum).
 * Bound: |acc| ≤ K · 2^14 < 2^31 for K < 131,072 inputs.
 */
export const dense: Kernel = ([input, weight], _attributes, [output]) => {
  const [units, length] = weight.shape;
  if (input.dtype === "float32")
    denseFloat32(float32Data(input), float32Data(weight), units, length, float32Data(output));
  else denseInt8(int8Data(input), int8Data(weight), units, length, int32Data(output));
};

function denseInt8(x: Int8Array, w: Int8Array, units: number, length: number, out: Int32Array): void {
  for (let t = 0; t < out.length; t++) {
    const row = Math.floor(t / units) * length;
    const column = (t % units) * length;
    let acc = 0;
    for (let k = 0; k < length; k++) acc = (acc + x[row + k] * w[column + k]) | 0;
    out[t] = acc;
  }
}

function denseFloat32(x: Float32Array, w: Float32Array, units: number, length: number, out: Float32Array): void {
  for (let t = 0; t < out.length; t++) {
    const row = Math.floor(t / units) * length;
    const column = (t % units) * length;
    let sum = 0;
    for (let k = 0; k < length; k++) sum = Math.fround(sum + Math.fround(x[row + k] * w[column + k]));
    out[t] = sum;
  }
}
