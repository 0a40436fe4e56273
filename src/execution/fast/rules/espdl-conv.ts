import { numberAttribute } from "../../../../kernels-ref/attributes.js";
import { asImageKernel } from "../../../../kernels-ref/espdl/image.js";
import { Tensor } from "../../../base/tensor/tensor.js";
import { imageShape } from "../emitter.js";
import { type FastCall, type FastRule, isHeld, isTensor } from "../rule.js";
import type { ConvolutionPlan } from "./accumulators.js";
import { emitConvolution } from "./convolution.js";
import { spread } from "./esp-conv2d.js";
import { imageAttributes } from "./espdl-image.js";
import { espdlShift } from "./espdl-shift.js";
import { espdlWideConv } from "./espdl-wide.js";
import { staysInLanes } from "./lanes.js";

/** `espdl.conv`. */
export const espdlConv: FastRule = (call, emitter) => {
  const [data] = call.inputs;
  if (call.inputTypes[0]!.dtype === "int16") return espdlWideConv(call, emitter);
  const plan = espdlConvolutionPlan(call);
  const held = isHeld(data) && plan ? emitConvolution(emitter, data, plan) : undefined;
  return held && { ...held, shape: call.type.shape };
};

/** The bias in the accumulator's scale, rounded as the chip does it, saturated at the end. */
export function espdlConvolutionPlan(call: FastCall): ConvolutionPlan | undefined {
  const { attributes, inputs, inputTypes, type, arithmetic } = call;
  const [, kernel, bias] = inputs;
  const { rounding } = arithmetic;
  if (!isTensor(kernel) || isHeld(bias) || kernel.dtype !== "int8" || type.dtype !== "int8") return undefined;
  if (inputTypes[0]!.dtype !== "int8") return undefined;
  if (rounding !== "half-up" && rounding !== "half-even") return undefined;
  const groups = numberAttribute(attributes, "group", 1);
  const [, height, width, channels] = imageShape(type.shape);
  const weights = asImageKernel(kernel);
  const biases = spread(bias?.toNumbers() ?? [0], channels);
  if (!staysInLanes(arithmetic, weights, biases, channels)) return undefined;
  return {
    attributes: imageAttributes(attributes),
    kernel: new Tensor("int8", weights.shape, weights.data),
    output: [1, height, width, channels],
    shift: espdlShift(call, 1, 1, channels, groups > 1),
    bias: biases,
    epilogue: {
      added: spread([0], channels),
      upper: spread([127], channels),
      lower: spread([attributes.relu === true ? 0 : -128], channels),
      rounding,
    },
  };
}
