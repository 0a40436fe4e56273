import { exponential, hyperbolicTangent } from "./exponential.js";
import { logarithm } from "./logarithm.js";

/** An activation of a recurrent layer; alpha and beta are float32. */
export type Activation = (x: number, alpha: number, beta: number) => number;

/** ONNX's activations of recurrent layers, in double; their order is the number that C knows them by. */
export const ACTIVATIONS: ReadonlyMap<string, Activation> = new Map<string, Activation>([
  ["Sigmoid", (x) => 1 / (1 + exponential(-x))],
  ["Tanh", hyperbolicTangent],
  ["Relu", relu],
  ["Affine", (x, alpha, beta) => alpha * x + beta],
  ["LeakyRelu", (x, alpha) => (x < 0 ? alpha * x : x)],
  ["ThresholdedRelu", (x, alpha) => (x >= alpha ? x : 0)],
  ["ScaledTanh", (x, alpha, beta) => alpha * hyperbolicTangent(beta * x)],
  ["HardSigmoid", (x, alpha, beta) => unit(alpha * x + beta)],
  ["Elu", (x, alpha) => (x >= 0 ? x : alpha * (exponential(x) - 1))],
  ["Softsign", (x) => x / (1 + (x < 0 ? -x : x))],
  ["Softplus", (x) => logarithm(1 + exponential(x))],
]);

function relu(x: number): number {
  if (x > 0) return x;
  return 0;
}

function unit(x: number): number {
  if (x > 1) return 1;
  if (x < 0) return 0;
  return x;
}
