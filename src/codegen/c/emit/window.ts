import {
  numberAttribute,
  numbersAttribute,
  padding2d,
  pair,
  stringAttribute,
} from "../../../../kernels-ref/attributes.js";
import { convolution } from "../../../../kernels-ref/convolution.js";
import { type ImageAxes, imageAxes } from "../../../../kernels-ref/window.js";
import { Tensor } from "../../../base/tensor/tensor.js";
import { list } from "../number.js";
import { type CallSite, type Emitter, refuse, suffix } from "./emitter.js";

/** The fields of a `struct espdl_window` but for the layout. */
interface Taps {
  readonly kernel: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly padding: readonly number[];
}

/** An initializer of `struct espdl_window`. */
export function windowText(site: CallSite, layout: string, taps: Taps): string {
  const shape = (type: { dtype: Tensor["dtype"]; shape: readonly number[] }) =>
    imageAxes(Tensor.zeros(type.dtype, type.shape), layout);
  const image = shape(site.types[0]!);
  const result = shape(site.call.types[0]!);
  const inOrder = ({ n, h, w, c }: ImageAxes): string => list([n, h, w, c]);
  const { size } = image;
  return `{${[
    ...[size.n, size.h, size.w, size.c, result.size.h, result.size.w, result.size.c],
    inOrder(image.stride),
    inOrder(result.stride),
    ...[...taps.kernel, ...taps.strides, ...taps.dilation, ...taps.padding],
  ].join(", ")}}`;
}

export const NO_TAPS: Taps = { kernel: [1, 1], strides: [1, 1], dilation: [1, 1], padding: [0, 0, 0, 0] };

function poolWindow(site: CallSite): string {
  const { attributes } = site.call;
  return windowText(site, stringAttribute(attributes, "layout", "NCHW"), {
    kernel: pair(attributes, "pool_size"),
    strides: pair(attributes, "strides", [1, 1]),
    dilation: pair(attributes, "dilation", [1, 1]),
    padding: padding2d(attributes),
  });
}

export const emitMaxPool: Emitter = (site) => {
  const kernel = `espdl_max_pool2d_${suffix(site, { int8: "s8", int32: "i32", float32: "f32" })}`;
  return `  static const struct espdl_window window = ${poolWindow(site)};
  ${kernel}(&window, ${site.read(0)}, ${site.write(0)});`;
};

export const emitAvgPool: Emitter = (site) => {
  const kernel = `espdl_avg_pool2d_${suffix(site, { int32: "i32", float32: "f32" })}`;
  const includePad = site.call.attributes.count_include_pad === true ? 1 : 0;
  return `  static const struct espdl_window window = ${poolWindow(site)};
  ${kernel}(&window, ${includePad}, ${site.read(0)}, ${site.write(0)});`;
};

export const emitGlobalAvgPool: Emitter = (site) => {
  const kernel = `espdl_global_avg_pool2d_${suffix(site, { float32: "f32" })}`;
  const window = windowText(site, stringAttribute(site.call.attributes, "layout", "NCHW"), NO_TAPS);
  return `  static const struct espdl_window window = ${window};
  ${kernel}(&window, ${site.read(0)}, ${site.write(0)});`;
};

export const emitInt8GlobalAvgPool: Emitter = (site) => {
  const { attributes } = site.call;
  const window = windowText(site, stringAttribute(attributes, "layout", "NCHW"), NO_TAPS);
  const table = site.store(
    new Tensor("float32", [256], Float32Array.from(numbersAttribute(attributes, "table"))),
    "table",
  );
  return `  static const struct espdl_window window = ${window};
  espdl_global_avg_pool2d_s8(&window, ${table}, ${site.read(0)}, ${site.write(0)});`;
};

/** `nn.conv2d` that is not part of a fused convolution. */
export const emitConvolution: Emitter = (site) => {
  const { call, types } = site;
  const kernel = Tensor.zeros(types[1]!.dtype, types[1]!.shape);
  const geometry = convolution(
    Tensor.zeros(types[0]!.dtype, types[0]!.shape),
    kernel,
    Tensor.zeros(call.types[0]!.dtype, call.types[0]!.shape),
    call.attributes,
  );
  const { kernelStride, strides, dilation, kernelHeight, kernelWidth, image, groupInputs } = geometry;
  const name = `espdl_conv2d_${suffix(site, { int8: "s8_i32", int32: "i32", float32: "f32" })}`;
  const window = windowText(site, stringAttribute(call.attributes, "data_layout", "NCHW"), {
    kernel: [kernelHeight, kernelWidth],
    strides,
    dilation,
    padding: padding2d(call.attributes),
  });
  const order = list([kernelStride.o, kernelStride.h, kernelStride.w, kernelStride.i]);
  return `  static const struct espdl_direct conv = {${window}, ${image.c / groupInputs}, ${order}};
  ${name}(&conv, ${site.read(0)}, ${site.read(1)}, ${site.write(0)});`;
};

export const emitTransposedConvolution: Emitter = (site) => {
  const { attributes } = site.call;
  const layouts = `${attributes.data_layout ?? "NCHW"}/${attributes.kernel_layout ?? "IOHW"}`;
  if (layouts !== "NCHW/IOHW") refuse(site, layouts);
  const name = `espdl_conv2d_transpose_${suffix(site, { float32: "f32" })}`;
  const [, , height, width] = site.types[1]!.shape as [number, number, number, number];
  const window = windowText(site, "NCHW", {
    kernel: [height, width],
    strides: pair(attributes, "strides", [1, 1]),
    dilation: pair(attributes, "dilation", [1, 1]),
    padding: padding2d(attributes),
  });
  const groups = numberAttribute(attributes, "groups", 1);
  return `  static const struct espdl_direct conv = {${window}, ${groups}, {0}};
  ${name}(&conv, ${site.read(0)}, ${site.read(1)}, ${site.write(0)});`;
};
