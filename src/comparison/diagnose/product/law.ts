import { numbersAttribute as numbers } from "../../../../kernels-ref/attributes.js";
import { type Convolution, convolution, packKernel } from "../../../../kernels-ref/convolution.js";
import type { DiagnosisInput } from "../diagnosis.js";
import { espdlConvolution, espdlMatmul } from "./espdl-law.js";
import type { Product } from "./model.js";
import { blockOrder, type KernelAxis, plainOrders, type WeightOrder } from "./weight-order.js";

/** The law of a layer as a product, or undefined where it is none (another operator, layout or dtype). */
export function productOf(input: DiagnosisInput): Product | undefined {
  if (input.reference.dtype !== "int8" || input.inputs.some(({ tensor }) => !/^int(8|32)$/.test(tensor.dtype)))
    return undefined;
  if (input.op === "esp.conv2d" || input.op === "esp.depthwise_conv2d") return convolutionProduct(input);
  if (input.op === "espdl.conv") return espdlConvolution(input);
  if (input.op === "espdl.matmul") return espdlMatmul(input);
  return input.op === "esp.dense" ? denseProduct(input) : undefined;
}

function convolutionProduct({ inputs, attributes, reference }: DiagnosisInput): Product | undefined {
  const [image, kernel, bias] = inputs.map(({ tensor }) => tensor);
  if (attributes.data_layout !== "NHWC" || !image || !kernel) return undefined;
  const geometry = convolution(image, kernel, reference, attributes);
  const letters = [...String(attributes.kernel_layout)] as KernelAxis["name"][];
  // One input channel a group: the axes O and I together number the output channels.
  const named = letters.map((name, axis) => ({ name, size: kernel.shape[axis]! }));
  const depthwise = geometry.groupInputs === 1 && geometry.image.c > 1;
  const axes = depthwise ? depthwiseAxes(named) : named;
  if (axes === undefined) return undefined;
  const channels = geometry.output.c;
  return {
    taps: {
      geometry,
      x: image.data as Int8Array,
      rows: packKernel(geometry, kernel).data as Int8Array,
      outside: 0,
      laneBits: 32,
    },
    finish: {
      ...LAW,
      shift: spread(numbers(attributes, "shift"), channels),
      bias: spread(bias ? bias.toNumbers() : [0], channels),
      biasPlace: "quotient",
      rounding: "floor",
      middle: "saturate",
      relu: attributes.relu === true ? "end" : "none",
    },
    orders: distinct(blockOrder(geometry), plainOrders(axes)[0]!),
    axes,
    hasBias: bias !== undefined,
  };
}

/** Up to 16 output channels, the blocks are the model's own order. */
function distinct(packed: WeightOrder, own: WeightOrder): [WeightOrder, ...WeightOrder[]] {
  return own.offsets.every((offset, i) => offset === packed.offsets[i]) ? [own] : [packed, own];
}

/** A multiplier and shift that stand for a power of two: value · 2^30 / 2^(30 + s) is a shift by s. */
function denseProduct({ inputs, attributes, reference }: DiagnosisInput): Product | undefined {
  const [image, kernel, bias] = inputs.map(({ tensor }) => tensor);
  const powers = numbers(attributes, "multiplier").map((multiplier) => Math.log2(multiplier));
  if (!image || !kernel || !powers.every(Number.isInteger)) return undefined;
  const [units, length] = kernel.shape as [number, number];
  const rows = reference.size / units;
  const one = (c: number) => ({ n: rows, h: 1, w: 1, c });
  const stride = (c: number) => ({ n: c, h: c, w: c, c: 1 });
  const geometry: Convolution = {
    ...{ image: one(length), imageStride: stride(length), output: one(units), outputStride: stride(units) },
    ...{ kernelHeight: 1, kernelWidth: 1, groupInputs: length, groupOutputs: units },
    ...{ kernelStride: { h: length, w: length, i: 1, o: length }, strides: [1, 1], dilation: [1, 1], top: 0, left: 0 },
  };
  const axes: KernelAxis[] = [
    { name: "O", size: units },
    { name: "I", size: length },
  ];
  const shift = numbers(attributes, "shift");
  const power = spread(powers, units);
  return {
    taps: { geometry, x: image.data as Int8Array, rows: kernel.data as Int8Array, outside: 0, laneBits: 32 },
    finish: {
      ...LAW,
      shift: spread(shift, units).map((value, unit) => value - power[unit]!),
      bias: spread(bias ? bias.toNumbers() : [0], units),
      biasPlace: "accumulator",
      rounding: "half-away",
      middle: "none",
      relu: attributes.relu === true ? "end" : "none",
    },
    orders: [plainOrders(axes)[0]!],
    axes,
    hasBias: bias !== undefined,
  };
}

const LAW = { accumulatorBits: 32, accumulatorOverflow: "wrap", end: "saturate", low: -128 } as const;

function spread(values: readonly number[], channels: number): Int32Array {
  return Int32Array.from({ length: channels }, (_, c) => values[values.length === 1 ? 0 : c]!);
}

/** H, W and O of a depthwise kernel, its axis of length 1 left out. */
function depthwiseAxes(axes: readonly KernelAxis[]): KernelAxis[] | undefined {
  const [one] = axes.filter(({ name, size }) => (name === "I" || name === "O") && size === 1);
  return (
    one && axes.filter((axis) => axis !== one).map(({ name, size }) => ({ name: name === "I" ? "O" : name, size }))
  );
}
