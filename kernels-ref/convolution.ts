import { type NdArray, stridesOf, type TypedArray } from "./array.js";
import { numberAttribute, padding2d, pair, stringAttribute } from "./attributes.js";
import { copyBox, whole } from "./movement.js";
import type { Attributes } from "./operator.js";
import { type ImageAxes, imageAxes } from "./window.js";

/** A two-dimensional convolution with every layout resolved to sizes and strides. */
export interface Convolution {
  readonly image: ImageAxes;
  readonly imageStride: ImageAxes;
  readonly output: ImageAxes;
  readonly outputStride: ImageAxes;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  /** Input channels, and output channels, that one group sees. */
  readonly groupInputs: number;
  readonly groupOutputs: number;
  readonly kernelStride: { readonly h: number; readonly w: number; readonly i: number; readonly o: number };
  readonly strides: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly top: number;
  readonly left: number;
}

/**
 * Resolves the attributes of `nn.conv2d`: `data_layout` NHWC or NCHW; `kernel_layout` any order of H, W, I and O, as
 * HWIO, HWOI or OIHW; `groups`, `strides`, `dilation`, `padding`. In a depthwise kernel (one input channel a group) the
 * axes O and I together number the output channels, whichever of them holds the multiplier.
 */
export function convolution(input: NdArray, kernel: NdArray, output: NdArray, attributes: Attributes): Convolution {
  const layout = stringAttribute(attributes, "data_layout", "NCHW");
  const kernelLayout = stringAttribute(attributes, "kernel_layout", "OIHW");
  const groups = numberAttribute(attributes, "groups", 1);
  const image = imageAxes(input, layout);
  const result = imageAxes(output, layout);
  const strides = stridesOf(kernel.shape);
  const at = (values: readonly number[], letter: string): number => values[kernelLayout.indexOf(letter)];
  const groupInputs = image.size.c / groups;
  const o = at(strides, "O");
  const i = at(strides, "I");
  const [top, left] = padding2d(attributes);
  return {
    image: image.size,
    imageStride: image.stride,
    output: result.size,
    outputStride: result.stride,
    kernelHeight: at(kernel.shape, "H"),
    kernelWidth: at(kernel.shape, "W"),
    groupInputs,
    groupOutputs: result.size.c / groups,
    kernelStride: { h: at(strides, "H"), w: at(strides, "W"), i, o: groupInputs === 1 ? Math.min(o, i) : o },
    strides: pair(attributes, "strides", [1, 1]),
    dilation: pair(attributes, "dilation", [1, 1]),
    top,
    left,
  };
}

/** The kernel as one row for each output channel, its elements in the order [tap row, tap column, input channel]. */
export function packKernel(geometry: Convolution, kernel: NdArray): NdArray {
  const { output, kernelHeight, kernelWidth, groupInputs, kernelStride } = geometry;
  const shape = [output.c, kernelHeight, kernelWidth, groupInputs];
  const Storage = kernel.data.constructor as new (length: number) => TypedArray;
  const packed: NdArray = { dtype: kernel.dtype, shape, data: new Storage(kernel.data.length) };
  const strides = [kernelStride.o, kernelStride.h, kernelStride.w, kernelStride.i];
  copyBox(shape, { array: kernel, offset: 0, strides }, whole(packed));
  return packed;
}
