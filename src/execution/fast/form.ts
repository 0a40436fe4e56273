/**
 * Which kernels of ONNX Runtime a program runs on: `bytes`, uint8 × int8 where they are faster and float32 elsewhere;
 * `pairs`, the same for processors that add up two products of bytes in 16 bits, which saturate: data of 0 … 127 cannot
 * make them, any other is multiplied by uint8, which takes 32 bits; `floats`, float32 alone; `reference`, none.
 */
export type Form = "bytes" | "pairs" | "floats" | "reference";

/** True when a form has int8 tensors as bytes. */
export function hasBytes(form: Form): boolean {
  return form === "bytes" || form === "pairs";
}
