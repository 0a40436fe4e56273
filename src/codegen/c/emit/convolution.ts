import { numbersAttribute } from "../../../../kernels-ref/attributes.js";
import { type Convolution, convolution } from "../../../../kernels-ref/convolution.js";
import { Tensor } from "../../../base/tensor/tensor.js";
import { list } from "../number.js";
import { packBlocks } from "../pack-blocks.js";
import { type CallSite, type Emitter, refuse } from "./emitter.js";

/** `esp.conv2d` and `esp.depthwise_conv2d` on the kernel that the call was given. */
export const emitFusedConvolution: Emitter = (site) => {
  const { call, constants } = site;
  const [, kernel] = constants;
  if (kernel === undefined) refuse(site, "a computed kernel");
  const geometry = geometryOf(site);
  const shift = numbersAttribute(call.attributes, "shift");
  const weights = site.pass(packBlocks(geometry, kernel), "weights");
  const bias = constants[2] === undefined ? "NULL" : site.pass(constants[2], "bias");
  const accelerated = call.kernel !== undefined && call.kernel.function !== "espdl_conv2d_s8";
  return accelerated
    ? wrapperCall(site, geometry, weights, bias, shift[0]!)
    : portableCall(site, geometry, weights, bias, shift);
};

function geometryOf({ call, types, constants }: CallSite): Convolution {
  const image = Tensor.zeros(types[0]!.dtype, types[0]!.shape);
  return convolution(image, constants[1]!, Tensor.zeros("int8", call.types[0]!.shape), call.attributes);
}

/** The call of the tutorial: shapes as arrays, exponents as numbers. */
function wrapperCall(site: CallSite, geometry: Convolution, weights: string, bias: string, shift: number): string {
  const { call, types } = site;
  const { kernelHeight, kernelWidth, output, image, top, left } = geometry;
  const depthwise = call.kernel?.function === "esp_dl_nn_depthwise_conv2d_s8_wrapper";
  const kernelShape = depthwise
    ? [kernelHeight, kernelWidth, image.c, 1]
    : [output.c, kernelHeight, kernelWidth, image.c];
  const [, , bottom = top, right = left] = numbersAttribute(call.attributes, "padding");
  // Only output − input − kernel matters, which is the shift: an unknown one may be 0.
  const input = site.inputExponent ?? 0;
  const result = typeof call.exponent === "number" ? call.exponent : 0;
  return [
    `  int input_shape[] = ${list(types[0]!.shape)};`,
    `  int kernel_shape[] = ${list(kernelShape)};`,
    `  int output_shape[] = ${list(call.types[0]!.shape)};`,
    `  int padding[] = ${list([top, bottom, left, right])};`,
    `  int dilation[] = ${list(geometry.dilation)};`,
    `  int strides[] = ${list(geometry.strides)};`,
    `  char activation[] = "${call.attributes.relu === true ? "relu" : ""}";`,
    `  ${call.kernel?.function}((int8_t *)${site.read(0)}, (int8_t *)${weights}, ${bias === "NULL" ? bias : `(int8_t *)${bias}`},`,
    `      input_shape, kernel_shape, output_shape, padding, dilation, strides, ${input}, ${result - input - shift}, ${result},`,
    `      activation, ${site.write(0)});`,
  ].join("\n");
}

function portableCall(
  site: CallSite,
  geometry: Convolution,
  weights: string,
  bias: string,
  shift: readonly number[],
): string {
  const { image, output } = geometry;
  const fields = [
    [image.n, image.h, image.w, image.c],
    [output.h, output.w, output.c],
    [geometry.kernelHeight, geometry.kernelWidth, image.c / geometry.groupInputs],
    [...geometry.strides, ...geometry.dilation, geometry.top, geometry.left],
    [site.call.attributes.relu === true ? 1 : 0],
  ];
  // Beyond −8 … 31 every shift gives what these give.
  const clamped = shift.map((value) => Math.max(-8, Math.min(value, 31)));
  const amounts = site.store(new Tensor("int8", [shift.length], Int8Array.from(clamped)), "shifts");
  return [
    `  static const struct espdl_conv2d conv = ${list(fields.flat())};`,
    `  espdl_conv2d_s8(&conv, ${site.read(0)}, ${weights}, ${bias}, ${amounts}, ${shift.length === 1 ? 0 : 1}, ${site.write(0)});`,
  ].join("\n");
}
