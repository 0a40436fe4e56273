import type { Rounding } from "../../../kernels-ref/arithmetic.js";
import { numbersAttribute as numbers } from "../../../kernels-ref/attributes.js";
import { type Convolution, convolution } from "../../../kernels-ref/convolution.js";
import type { DiagnosisInput } from "../diagnosis.js";

/** Which elements meet which weights: everything up to the accumulator. */
export interface Taps {
  readonly geometry: Convolution;
  /** The image; int16 where a cause reads it as unsigned. */
  readonly x: Int8Array | Int16Array;
  /** One row an output channel: [tap row, tap column, input channel]. */
  readonly rows: Int8Array | Int16Array;
  /** What a tap outside of the image sees: a number, the nearest element, or whatever lies there in memory. */
  readonly outside: number | "nearest" | "memory";
  /** Width in bits at which the accumulator saturates after every product; 32 does not matter. */
  readonly laneBits: number;
}

/** From the accumulator to the stored integer. One number an output channel where there is a list. */
export interface Finish {
  readonly shift: Int32Array;
  readonly bias: Int32Array;
  /** The bias is added to the accumulator, to the accumulator after · 2^shift, or to the quotient. */
  readonly biasPlace: "accumulator" | "accumulator-scaled" | "quotient";
  readonly rounding: Rounding;
  /** Bits that the accumulator wraps or saturates at; 32 for neither. */
  readonly accumulatorBits: number;
  readonly accumulatorOverflow: "wrap" | "saturate";
  /** What happens to the quotient before the bias, and to the result: int8 by saturation, by wrapping, or nothing. */
  readonly middle: "saturate" | "wrap" | "none";
  readonly end: "saturate" | "wrap";
  readonly low: number;
  readonly relu: "none" | "end" | "before-end" | "before-bias";
}

/** Int8 products summed and requantized: a convolution, or a dense layer as one of a single pixel a row. */
export interface Product {
  readonly taps: Taps;
  readonly finish: Finish;
  /** The weights as they lie in memory, and their axes from slowest to fastest. */
  readonly kernel: Int8Array;
  readonly axes: readonly KernelAxis[];
  /** False where the layer has no bias. */
  readonly hasBias: boolean;
}

export interface KernelAxis {
  readonly name: "H" | "W" | "I" | "O";
  readonly size: number;
}

/** The law of a layer as a product, or undefined where it is none (another operator, layout or dtype). */
export function productOf(input: DiagnosisInput): Product | undefined {
  if (input.reference.dtype !== "int8" || input.inputs.some(({ tensor }) => !/^int(8|32)$/.test(tensor.dtype)))
    return undefined;
  if (input.op === "esp.conv2d" || input.op === "esp.depthwise_conv2d") return convolutionProduct(input);
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
      rows: packRows(kernel.data as Int8Array, axes),
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
    kernel: kernel.data as Int8Array,
    axes,
    hasBias: bias !== undefined,
  };
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
      relu: "none",
    },
    kernel: kernel.data as Int8Array,
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

/** The rows [o][h][w][i] of weights that lie in memory in the order of `axes`. */
export function packRows(kernel: Int8Array, axes: readonly KernelAxis[]): Int8Array {
  const [o, h, w, i] = (["O", "H", "W", "I"] as const).map((name) => {
    const at = axes.findIndex((axis) => axis.name === name);
    if (at < 0) return { size: 1, step: 0 };
    return { size: axes[at]!.size, step: axes.slice(at + 1).reduce((product, { size }) => product * size, 1) };
  }) as [Axis, Axis, Axis, Axis];
  const rows = new Int8Array(kernel.length);
  let to = 0;
  for (let a = 0; a < o.size; a++)
    for (let b = 0; b < h.size; b++)
      for (let c = 0; c < w.size; c++)
        for (let d = 0; d < i.size; d++) rows[to++] = kernel[a * o.step + b * h.step + c * w.step + d * i.step]!;
  return rows;
}

interface Axis {
  readonly size: number;
  readonly step: number;
}
