import { expf } from "../../../../kernels-ref/espdl/float-functions.js";
import { type DraftNode, floatOf, stringOf } from "../draft.js";
import { erf } from "./erf.js";

/** A function of float32 to float32. */
export type Activation = (x: number) => number;

const { fround, min, max } = Math;

/** 1 + e^−x in float32. */
const denominator = (x: number): number => fround(1 + expf(-x));

const hardSigmoid = (alpha: number, beta: number): Activation => {
  const [a, b] = [fround(alpha), fround(beta)];
  return (x) => max(0, min(1, fround(fround(a * x) + b)));
};

/** Functions by operator, as float32 libraries compute them. */
const FUNCTIONS: ReadonlyMap<string, (node: DraftNode) => Activation> = new Map<
  string,
  (node: DraftNode) => Activation
>([
  ["Relu", () => (x) => max(0, x)],
  ["Sigmoid", () => (x) => fround(1 / denominator(x))],
  ["Tanh", () => (x) => fround(Math.tanh(x))],
  ["Swish", () => (x) => fround(x / denominator(x))],
  ["HardSwish", () => (x) => fround(fround(x * min(max(fround(x + 3), 0), 6)) / 6)],
  ["HardSigmoid", (node) => hardSigmoid(floatOf(node, "alpha", 0.2), floatOf(node, "beta", 0.5))],
  ["Elu", (node) => (x) => (x > 0 ? x : fround(fround(floatOf(node, "alpha", 1)) * fround(Math.expm1(x))))],
  ["LeakyRelu", (node) => (x) => (x >= 0 ? x : fround(x * fround(floatOf(node, "alpha", 0.01))))],
  ["Gelu", (node) => (stringOf(node, "approximate", "none") === "tanh" ? geluTanh : gelu)],
  ["Exp", () => expf],
  ["Log", () => (x) => fround(Math.log(x))],
  ["Sqrt", () => (x) => fround(Math.sqrt(x))],
  ["Sin", () => (x) => fround(Math.sin(x))],
  ["Cos", () => (x) => fround(Math.cos(x))],
  ["Tan", () => (x) => fround(Math.tan(x))],
  ["Abs", () => Math.abs],
  ["Neg", () => (x) => -x],
  ["Floor", () => Math.floor],
  ["Ceil", () => Math.ceil],
  ["Erf", () => (x) => fround(erf(x))],
  ["Softplus", () => (x) => fround(softplus(x))],
  ["Mish", () => (x) => fround(x * Math.tanh(softplus(x)))],
  ["Softsign", () => (x) => fround(x / (1 + Math.abs(x)))],
  ["Selu", (node) => selu(floatOf(node, "alpha", 1.6732632423543772), floatOf(node, "gamma", 1.0507009873554805))],
  ["Celu", (node) => celu(floatOf(node, "alpha", 1))],
  ["ThresholdedRelu", (node) => (x) => (x > floatOf(node, "alpha", 1) ? x : 0)],
  ["Reciprocal", () => (x) => fround(1 / x)],
  ["Sign", () => Math.sign],
  ["Round", () => halfToEven],
]);

const softplus = (x: number): number => (x > 80 ? x : Math.log1p(Math.exp(x)));

const selu =
  (alpha: number, gamma: number): Activation =>
  (x) =>
    fround(gamma * (x > 0 ? x : alpha * Math.expm1(x)));

const celu =
  (alpha: number): Activation =>
  (x) =>
    x > 0 ? x : fround(alpha * Math.expm1(x / alpha));

function halfToEven(x: number): number {
  const floor = Math.floor(x);
  return x - floor === 0.5 ? floor + (floor & 1) : Math.round(x);
}

const gelu: Activation = (x) => fround(0.5 * x * (1 + erf(x / Math.SQRT2)));

const geluTanh: Activation = (x) =>
  fround(0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))));

/** The function that a table of this operator holds; undefined when it has none. */
export const activationOf = (node: DraftNode, opType: string): Activation | undefined => FUNCTIONS.get(opType)?.(node);
