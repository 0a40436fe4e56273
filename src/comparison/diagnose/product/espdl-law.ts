import { TVM_ARITHMETIC } from "../../../../kernels-ref/arithmetic.js";
import { numbersAttribute } from "../../../../kernels-ref/attributes.js";
import { type Convolution, convolution, packKernel } from "../../../../kernels-ref/convolution.js";
import { effectiveShift } from "../../../../kernels-ref/espdl/effective-shift.js";
import { asImage, asImageKernel, spatialPads, spatialPair } from "../../../../kernels-ref/espdl/image.js";
import type { DiagnosisInput } from "../diagnosis.js";
import type { Finish, Product } from "./model.js";
import { type KernelAxis, plainOrders, type WeightOrder } from "./weight-order.js";

/** Output channels that a vector unit sums in lanes at once. */
const LANES = 16;

/** `espdl.conv` on int8 as a product: the bias in the accumulator, then one rounded shift. */
export function espdlConvolution(input: DiagnosisInput): Product | undefined {
  const { inputs, attributes } = input;
  const [image, kernel] = inputs.map(({ tensor }) => tensor);
  if (!image || !kernel) return undefined;
  const of = (name: string): readonly number[] => numbersAttribute(attributes, name);
  const isDepthwise = Number(attributes.group ?? 1) > 1;
  const stored = asImageKernel(kernel);
  const geometry = convolution(asImage(image), stored, asImage(input.reference), {
    ...{ data_layout: "NHWC", kernel_layout: isDepthwise ? "HWOI" : "HWIO", groups: Number(attributes.group ?? 1) },
    ...{ strides: spatialPair(of("strides"), 1), dilation: spatialPair(of("dilations"), 1) },
    padding: spatialPads(of("pads")),
  });
  const [height, width, inner, outer] = stored.shape as [number, number, number, number];
  const axes: KernelAxis[] = [
    { name: "H", size: height },
    { name: "W", size: width },
    ...(isDepthwise ? [] : [{ name: "I" as const, size: inner }]),
    { name: "O", size: isDepthwise ? inner : outer },
  ];
  return {
    taps: {
      ...{ geometry, x: image.data as Int8Array, rows: packKernel(geometry, stored).data as Int8Array },
      ...{ outside: 0, laneBits: 32 },
    },
    finish: finishOf(input, geometry.output.c, isDepthwise),
    orders: ordersOf(axes, isDepthwise ? "HWO" : "OHWI"),
    axes,
    hasBias: inputs.length > 2,
  };
}

/** `espdl.matmul` of one matrix with a constant one: every row is a pixel. */
export function espdlMatmul(input: DiagnosisInput): Product | undefined {
  const { inputs, attributes } = input;
  const [left, right] = inputs;
  const shape = right?.tensor.shape ?? [];
  if (!left || !right?.constant || shape.length !== 2 || (attributes.right_layout ?? "plain") !== "plain")
    return undefined;
  const [length, units] = shape as [number, number];
  const rows = Int8Array.from({ length: length * units }, (_, i) =>
    Number(right.tensor.data[(i % length) * units + Math.floor(i / length)]),
  );
  const pixels = input.reference.size / units;
  const one = (c: number) => ({ n: pixels, h: 1, w: 1, c });
  const stride = (c: number) => ({ n: c, h: c, w: c, c: 1 });
  const geometry: Convolution = {
    ...{ image: one(length), imageStride: stride(length), output: one(units), outputStride: stride(units) },
    ...{ kernelHeight: 1, kernelWidth: 1, groupInputs: length, groupOutputs: units },
    ...{ kernelStride: { h: length, w: length, i: units, o: 1 }, strides: [1, 1], dilation: [1, 1], top: 0, left: 0 },
  };
  const axes: KernelAxis[] = [
    { name: "I", size: length },
    { name: "O", size: units },
  ];
  return {
    taps: { geometry, x: left.tensor.data as Int8Array, rows, outside: 0, laneBits: 32 },
    finish: finishOf(input, units, false),
    orders: ordersOf(axes, "OI"),
    axes,
    hasBias: inputs.length > 2,
  };
}

function finishOf(input: DiagnosisInput, channels: number, isDepthwise: boolean): Finish {
  const { rounding, vector } = input.arithmetic ?? TVM_ARITHMETIC;
  const stated = numbersAttribute(input.attributes, "shift");
  const bias = input.inputs[2]?.tensor.toNumbers();
  const inLanes = isDepthwise ? channels : channels - (channels % LANES);
  return {
    shift: Int32Array.from({ length: channels }, (_, c) =>
      effectiveShift(stated[stated.length === 1 ? 0 : c]!, 1, c < inLanes ? "lane" : "rest", vector),
    ),
    bias: Int32Array.from({ length: channels }, (_, c) => bias?.[c] ?? 0),
    ...{ biasPlace: "accumulator", rounding, accumulatorBits: 32, accumulatorOverflow: "wrap", middle: "none" },
    ...{ end: "saturate", low: -128, relu: input.attributes.relu === true ? "end" : "none" },
  };
}

/** The order of the generated C first, then that of the model. */
function ordersOf(axes: readonly KernelAxis[], generated: string): [WeightOrder, ...WeightOrder[]] {
  const all = plainOrders(axes);
  const [own] = all as [WeightOrder];
  const packed = all.find(({ name }) => name === generated)!;
  return own.offsets.every((offset, i) => offset === packed.offsets[i]) ? [own] : [packed, own];
}
