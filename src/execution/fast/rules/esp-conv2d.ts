import { numbersAttribute, padding2d } from "../../../../kernels-ref/attributes.js";
import { type FastCall, type FastRule, isHeld, isTensor } from "../rule.js";
import type { ConvolutionPlan } from "./accumulators.js";
import { emitConvolution } from "./convolution.js";

/** `esp.conv2d`, `esp.depthwise_conv2d`. */
export const espConv2d: FastRule = (call, emitter) => {
  const [data] = call.inputs;
  const plan = espConvolutionPlan(call);
  return isHeld(data) && plan ? emitConvolution(emitter, data, plan) : undefined;
};

/** The bias behind the shift, saturated after each. */
export function espConvolutionPlan({ attributes, inputs, type, arithmetic }: FastCall): ConvolutionPlan | undefined {
  const [, kernel, bias] = inputs;
  const { rounding, negativeShift, saturation } = arithmetic;
  if (!isTensor(kernel) || isHeld(bias) || attributes.data_layout !== "NHWC") return undefined;
  if (rounding !== "floor" || arithmetic.bias !== "after-shift" || saturation !== "each-step") return undefined;
  const channels = type.shape[3]!;
  const shift = spread(numbersAttribute(attributes, "shift"), channels);
  if (negativeShift === "zero" && shift.some((bits) => bits < 0)) return undefined;
  const added = spread(bias?.toNumbers() ?? [0], channels);
  return {
    attributes: { ...attributes, padding: padding2d(attributes) },
    kernel,
    output: type.shape,
    shift,
    bias: spread([0], channels),
    epilogue: {
      added,
      upper: added.map((value) => 127 + Math.min(value, 0)),
      lower: added.map((value) => (attributes.relu === true ? 0 : -128 + Math.max(value, 0))),
      rounding,
    },
  };
}

/** One number a channel. */
export function spread(values: readonly number[], channels: number): number[] {
  return Array.from({ length: channels }, (_, c) => values[values.length === 1 ? 0 : c]!);
}
