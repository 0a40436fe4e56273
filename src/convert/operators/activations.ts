import { float } from "../graph/attributes.js";
import type { GraphBuilder } from "../graph/builder.js";
import { scalar } from "../graph/constants.js";
import type { Value } from "../graph/value.js";
import { binary, unary, withNumber } from "./elementwise.js";
import { softmax } from "./softmax.js";

/** Which library's formulas hold where they differ: the release that wrote the file. */
export type Dialect = "keras2" | "keras3" | "tfjs";

type Activation = (g: GraphBuilder, x: Value, dialect: Dialect) => Value;

/** Klambauer et al. 2017, the constants as Keras writes them. */
const SELU = { alpha: float(1.6732632423543772), gamma: float(1.0507009873554805) };

/** Every activation that Keras and TensorFlow.js know by name. */
export const ACTIVATIONS: ReadonlyMap<string, Activation> = new Map<string, Activation>([
  ["linear", (_, x) => x],
  ["relu", (g, x) => unary(g, "Relu", x)],
  ["relu6", (g, x) => clip(g, x, 0, 6)],
  ["leaky_relu", (g, x) => unary(g, "LeakyRelu", x, { alpha: float(0.2) })],
  ["elu", (g, x) => unary(g, "Elu", x, { alpha: float(1) })],
  ["selu", (g, x) => unary(g, "Selu", x, SELU)],
  ["celu", (g, x) => unary(g, "Celu", x, { alpha: float(1) })],
  ["sigmoid", (g, x) => unary(g, "Sigmoid", x)],
  ["tanh", (g, x) => unary(g, "Tanh", x)],
  ["softplus", (g, x) => unary(g, "Softplus", x)],
  ["softsign", (g, x) => unary(g, "Softsign", x)],
  ["exponential", (g, x) => unary(g, "Exp", x)],
  ["hard_sigmoid", hardSigmoid],
  ["swish", swish],
  ["silu", swish],
  ["hard_swish", hardSwish],
  ["hard_silu", hardSwish],
  ["mish", (g, x) => binary(g, "Mul", x, unary(g, "Tanh", unary(g, "Softplus", x)))],
  ["gelu", gelu],
  ["gelu_new", geluTanh],
  ["softmax", (g, x) => softmax(g, "Softmax", x, x.shape.length - 1)],
  ["log_softmax", (g, x) => softmax(g, "LogSoftmax", x, x.shape.length - 1)],
]);

/** The element held between two numbers. */
export function clip(g: GraphBuilder, x: Value, low: number, high: number | undefined): Value {
  const bounds = [g.weight("min", scalar(low)), ...(high === undefined ? [] : [g.weight("max", scalar(high))])];
  return unary(g, "Clip", x, {}, bounds);
}

/** Keras 3 changed the slope from 0.2 to 1/6. */
function hardSigmoid(g: GraphBuilder, x: Value, dialect: Dialect): Value {
  return unary(g, "HardSigmoid", x, { alpha: float(dialect === "keras3" ? 1 / 6 : 0.2), beta: float(0.5) });
}

function swish(g: GraphBuilder, x: Value): Value {
  return binary(g, "Mul", x, unary(g, "Sigmoid", x));
}

function hardSwish(g: GraphBuilder, x: Value): Value {
  return binary(g, "Mul", x, unary(g, "HardSigmoid", x, { alpha: float(1 / 6), beta: float(0.5) }));
}

/** x / 2 · (1 + erf(x / √2)). */
function gelu(g: GraphBuilder, x: Value): Value {
  const erf = unary(g, "Erf", withNumber(g, "Mul", x, Math.SQRT1_2));
  return binary(g, "Mul", withNumber(g, "Mul", x, 0.5), withNumber(g, "Add", erf, 1));
}

/** x / 2 · (1 + tanh(√(2/π) · (x + 0.044715 x³))). */
export function geluTanh(g: GraphBuilder, x: Value): Value {
  const cube = withNumber(g, "Mul", binary(g, "Mul", binary(g, "Mul", x, x), x), 0.044715);
  const inner = withNumber(g, "Mul", binary(g, "Add", x, cube), Math.sqrt(2 / Math.PI));
  return binary(g, "Mul", withNumber(g, "Mul", x, 0.5), withNumber(g, "Add", unary(g, "Tanh", inner), 1));
}
