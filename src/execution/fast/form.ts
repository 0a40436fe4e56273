/**
 * Which kernels of ONNX Runtime a program runs on: `bytes`, uint8 × int8 where they are faster and float32 elsewhere;
 * `floats`, float32 alone; `reference`, none.
 */
export type Form = "bytes" | "floats" | "reference";
