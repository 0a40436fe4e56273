import { numberAttribute, stringAttribute } from "../../../../kernels-ref/attributes.js";
import { convolution, packKernel } from "../../../../kernels-ref/convolution.js";
import { asImageKernel } from "../../../../kernels-ref/espdl/image.js";
import { Tensor } from "../../../base/tensor/tensor.js";
import { imageShape } from "../emitter.js";
import { type FastRule, isHeld, isTensor } from "../rule.js";
import { convolutionAttributes, outputsFirst } from "./accumulators.js";
import { spread } from "./esp-conv2d.js";
import { imageAttributes } from "./espdl-image.js";
import { espdlShift } from "./espdl-shift.js";
import { emitWideProduct } from "./wide-product.js";

/** `espdl.conv` of int16 data with an int16 or int8 kernel. */
export const espdlWideConv: FastRule = (call, emitter) => {
  const { attributes, inputs, type } = call;
  const [data, kernel, bias] = inputs;
  if (!isHeld(data) || !isTensor(kernel) || isHeld(bias)) return undefined;
  const [, height, width, channels] = imageShape(type.shape);
  const image = emitter.settled(emitter.image(data));
  const packed = asImageKernel(kernel);
  const general = imageAttributes(attributes);
  const [input, output] = [imageShape(image.shape), [1, height, width, channels]].map((shape) =>
    Tensor.zeros("int16", shape),
  );
  const geometry = convolution(input!, packed, output!, general);
  const weights = outputsFirst(geometry, packKernel(geometry, packed).data as Int16Array);
  const { groupInputs, kernelHeight, kernelWidth } = geometry;
  const shape = [channels, groupInputs, kernelHeight, kernelWidth];
  const isDepthwise = numberAttribute(attributes, "group", 1) > 1;
  const name = emitWideProduct(emitter, call, image.name, {
    weights: Array.from(weights),
    channelOf: (i) => Math.floor(i / (weights.length / channels)),
    bias: spread(bias?.toNumbers() ?? [0], channels),
    shift: espdlShift(call, type.dtype === "int8" ? 1 : 2, 2, channels, isDepthwise),
    channelShape: [1, channels, 1, 1],
    product: (x, part) =>
      emitter.node("Conv", [x, emitter.floats(part, shape)], convolutionAttributes(geometry, general)),
  });
  return name === undefined ? undefined : { ...name, shape: type.shape, image: true };
};

/** `espdl.matmul` of int16 data by constant weights [K, N]. */
export const espdlWideMatmul: FastRule = (call, emitter) => {
  const { attributes, inputs, type } = call;
  const [data, weight, bias] = inputs;
  if (!isHeld(data) || !isTensor(weight) || isHeld(bias) || weight.shape.length !== 2) return undefined;
  if (data.shape.length < 2 || stringAttribute(attributes, "right_layout", "plain") !== "plain") return undefined;
  const units = weight.shape[1]!;
  const plain = emitter.plain(data);
  const held = emitWideProduct(emitter, call, plain.name, {
    weights: weight.toNumbers(),
    channelOf: (i) => i % units,
    bias: spread(bias?.toNumbers() ?? [0], units),
    shift: espdlShift(call, type.dtype === "int8" ? 1 : 2, 2, units, false),
    channelShape: [units],
    product: (x, part) => emitter.node("MatMul", [x, emitter.floats(part, weight.shape)]),
  });
  return held && { ...held, shape: type.shape, image: false };
};
