import { numbersAttribute } from "../../../../../kernels-ref/attributes.js";
import { convolution, packKernel } from "../../../../../kernels-ref/convolution.js";
import { asImage, asImageKernel, spatialPads, spatialPair } from "../../../../../kernels-ref/espdl/image.js";
import { Tensor } from "../../../../base/tensor/tensor.js";
import { list } from "../../number.js";
import { type CallSite, type Emitter, refuse } from "../emitter.js";
import { groupOf, productSuffix, sumsOf, wholeBlocks } from "./sums.js";

/** `espdl.conv`. */
export const emitDlConv: Emitter = (site) => {
  const { call, types } = site;
  const kernel = site.constants[1] ?? refuse(site, "a computed kernel");
  const of = (name: string): readonly number[] => numbersAttribute(call.attributes, name);
  const shape = (dims: readonly number[]): readonly number[] => asImage(Tensor.zeros("int8", dims)).shape;
  const [batch, height, width, channels] = shape(types[0]!.shape) as [number, number, number, number];
  const [, outHeight, outWidth, outputs] = shape(call.types[0]!.shape) as [number, number, number, number];
  const [kernelHeight, kernelWidth] = asImageKernel(kernel).shape as [number, number];
  const [top, left] = spatialPads(of("pads"));
  const isDepthwise = groupOf(site) > 1;
  const rows = rowsOf(site, kernel, isDepthwise);
  const weights = site.pass(isDepthwise ? kernel : rows, "weights");
  const sums = sumsOf(site, rows, outputs, isDepthwise ? outputs : wholeBlocks(site, outputs));
  const fields = [
    ...[batch, height, width, channels, outHeight, outWidth, outputs, kernelHeight, kernelWidth],
    ...[...spatialPair(of("strides"), 1), ...spatialPair(of("dilations"), 1), top, left, isDepthwise ? 1 : 0],
  ];
  return [
    `  static const struct dl_conv conv = {${sums.text}, ${list(fields).slice(1)};`,
    `  dl_conv_${productSuffix(site)}(&conv, ${site.read(0)}, ${weights}, ${sums.bias}, ${sums.shifts}, ${site.write(0)});`,
  ].join("\n");
};

/** The kernel as one row an output channel: [tap row, tap column, input channel]. */
function rowsOf({ call, types }: CallSite, kernel: Tensor, isDepthwise: boolean): Tensor {
  const geometry = convolution(
    asImage(Tensor.zeros(types[0]!.dtype, types[0]!.shape)),
    asImageKernel(kernel),
    asImage(Tensor.zeros(call.types[0]!.dtype, call.types[0]!.shape)),
    {
      data_layout: "NHWC",
      kernel_layout: isDepthwise ? "HWOI" : "HWIO",
      groups: isDepthwise ? types[0]!.shape.at(-1)! : 1,
    },
  );
  const { data } = packKernel(geometry, asImageKernel(kernel));
  return new Tensor(kernel.dtype, [data.length], data);
}
