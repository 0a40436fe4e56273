import { numberAttribute, numbersAttribute } from "../../../../kernels-ref/attributes.js";
import { asImageKernel, spatialPads, spatialPair } from "../../../../kernels-ref/espdl/image.js";
import { Tensor } from "../../../base/tensor/tensor.js";
import { imageShape } from "../emitter.js";
import { type FastCall, type FastRule, isHeld, isTensor } from "../rule.js";
import type { ConvolutionPlan } from "./accumulators.js";
import { emitConvolution } from "./convolution.js";
import { spread } from "./esp-conv2d.js";
import { staysInLanes } from "./lanes.js";

/** `espdl.conv` on int8. */
export const espdlConv: FastRule = (call, emitter) => {
  const [data] = call.inputs;
  const plan = espdlConvolutionPlan(call);
  const held = isHeld(data) && plan ? emitConvolution(emitter, data, plan) : undefined;
  return held && { ...held, shape: call.type.shape };
};

/** The bias in the accumulator's scale, rounded as the chip does it, saturated at the end. */
export function espdlConvolutionPlan({ attributes, inputs, type, arithmetic }: FastCall): ConvolutionPlan | undefined {
  const [, kernel, bias] = inputs;
  const { rounding } = arithmetic;
  if (!isTensor(kernel) || isHeld(bias) || kernel.dtype !== "int8" || type.dtype !== "int8") return undefined;
  if (rounding !== "half-up" && rounding !== "half-even") return undefined;
  const groups = numberAttribute(attributes, "group", 1);
  const [, height, width, channels] = imageShape(type.shape);
  const weights = asImageKernel(kernel);
  const biases = spread(bias?.toNumbers() ?? [0], channels);
  if (!staysInLanes(arithmetic, weights, biases, channels)) return undefined;
  return {
    attributes: {
      data_layout: "NHWC",
      kernel_layout: groups === 1 ? "HWIO" : "HWOI",
      groups,
      strides: spatialPair(numbersAttribute(attributes, "strides"), 1),
      dilation: spatialPair(numbersAttribute(attributes, "dilations"), 1),
      padding: spatialPads(numbersAttribute(attributes, "pads")),
    },
    kernel: new Tensor("int8", weights.shape, weights.data),
    output: [1, height, width, channels],
    shift: spread(numbersAttribute(attributes, "shift"), channels),
    bias: biases,
    epilogue: {
      added: spread([0], channels),
      upper: spread([127], channels),
      lower: spread([attributes.relu === true ? 0 : -128], channels),
      rounding,
    },
  };
}
