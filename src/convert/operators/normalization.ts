import { Tensor } from "../../base/tensor/tensor.js";
import { float, int } from "../graph/attributes.js";
import type { GraphBuilder } from "../graph/builder.js";
import { channelsFirst, type Value } from "../graph/value.js";
import { binary, unary, withNumber } from "./elementwise.js";
import { reduce } from "./reduce.js";

export interface BatchStatistics {
  readonly scale: Tensor;
  readonly offset: Tensor;
  readonly mean: Tensor;
  readonly variance: Tensor;
  readonly epsilon: number;
}

/** (x − mean) / sqrt(variance + ε) · scale + offset for each channel, which is the last axis. */
export function batchNormalization(g: GraphBuilder, x: Value, s: BatchStatistics): Value {
  const order = channelsFirst(x.shape.length);
  const inputs = [
    g.as(x, order),
    g.weight("gamma", s.scale),
    g.weight("beta", s.offset),
    g.weight("mean", s.mean),
    g.weight("variance", s.variance),
  ];
  return { ...x, name: g.node("BatchNormalization", inputs, { epsilon: float(s.epsilon) }), order };
}

/** The same number for every element. */
export const filled = (length: number, value: number): Tensor =>
  new Tensor("float32", [length], new Float32Array(length).fill(value));

/**
 * (x − mean) / sqrt(variance + ε) · gamma + beta over the axes of each sample.
 * @param gamma,beta in the shape that broadcasts to x
 */
export function layerNormalization(
  g: GraphBuilder,
  x: Value,
  axes: readonly number[],
  epsilon: number,
  gamma: Tensor | undefined,
  beta: Tensor | undefined,
): Value {
  if (g.opset >= 17 && axes.length === 1 && axes[0] === x.shape.length - 1) {
    const scale = gamma ?? filled(x.shape.at(-1)!, 1);
    const inputs = [g.as(x), g.weight("gamma", scale), ...(beta === undefined ? [] : [g.weight("beta", beta)])];
    const name = g.node("LayerNormalization", inputs, { axis: int(-1), epsilon: float(epsilon) });
    return { name, shape: x.shape, order: x.shape.map((_, axis) => axis), dtype: x.dtype };
  }
  const centred = binary(g, "Sub", x, reduce(g, "ReduceMean", x, axes, true));
  const variance = reduce(g, "ReduceMean", binary(g, "Mul", centred, centred), axes, true);
  const deviation = unary(g, "Sqrt", withNumber(g, "Add", variance, epsilon));
  let result = binary(g, "Div", centred, deviation);
  if (gamma !== undefined) result = binary(g, "Mul", result, g.constant(gamma));
  if (beta !== undefined) result = binary(g, "Add", result, g.constant(beta));
  return result;
}
