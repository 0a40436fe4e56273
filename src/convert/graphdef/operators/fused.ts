import { Tensor } from "../../../base/tensor/tensor.js";
import { float } from "../../graph/attributes.js";
import type { Value } from "../../graph/value.js";
import { clip } from "../../operators/activations.js";
import { unary } from "../../operators/elementwise.js";
import type { NodeCall } from "../rule.js";
import { slopes } from "./slopes.js";

/** What an operator does behind its sum: adds a bias, normalizes, applies an activation. */
export interface Fused {
  /** What each channel of the sum is multiplied by. */
  readonly scale?: Float32Array;
  readonly bias?: Tensor;
  readonly activate: (x: Value) => Value;
}

/** Reads `fused_ops`, whose operands follow the first two inputs. @param channels of the sum */
export function fusedOf(call: NodeCall, channels: number): Fused {
  const operators = call.texts("fused_ops").slice();
  const slope = call.number("leakyrelu_alpha", 0.2);
  const epsilon = call.number("epsilon", 1e-4);
  let next = 2;
  const each = (): Float32Array => {
    const tensor = call.constant(next++);
    const good = tensor.dtype === "float32" && tensor.size === channels;
    return (good ? tensor : call.refuse(`input ${next - 1}`, `[${tensor.shape}]`, `${channels} numbers`))
      .data as Float32Array;
  };
  const taken = (name: string): boolean => operators[0] === name && operators.shift() !== undefined;
  let bias = taken("BiasAdd") ? each() : undefined;
  let scale: Float32Array | undefined;
  if (taken("FusedBatchNorm")) {
    const [gamma, beta, mean, variance] = [each(), each(), each(), each()] as const;
    const factor = gamma.map((value, i) => value / Math.sqrt(variance[i]! + epsilon));
    const old = bias;
    bias = beta.map((value, i) => value + ((old?.[i] ?? 0) - mean[i]!) * factor[i]!);
    scale = factor;
  }
  const [activation, ...others] = operators;
  if (others.length > 0)
    return call.refuse("attribute fused_ops", call.texts("fused_ops"), "BiasAdd and an activation");
  return {
    activate: (x) => activated(call, x, activation, slope, next),
    ...(bias === undefined ? {} : { bias: new Tensor("float32", [channels], bias) }),
    ...(scale === undefined ? {} : { scale }),
  };
}

function activated(call: NodeCall, x: Value, name: string | undefined, slope: number, operand: number): Value {
  const { g } = call;
  switch (name) {
    case undefined:
    case "Linear":
      return x;
    case "Relu":
    case "Elu":
    case "Sigmoid":
    case "Tanh":
      return unary(g, name, x, name === "Elu" ? { alpha: float(1) } : {});
    case "Relu6":
      return clip(g, x, 0, 6);
    case "LeakyRelu":
      return unary(g, "LeakyRelu", x, { alpha: float(slope) });
    case "Prelu":
      return slopes(call, x, operand);
    default:
      return call.refuse("attribute fused_ops", name, "Relu, Relu6, Elu, LeakyRelu, Prelu, Sigmoid or Tanh");
  }
}
