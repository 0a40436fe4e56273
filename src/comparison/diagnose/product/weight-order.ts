import { type Convolution, packKernel } from "../../../../kernels-ref/convolution.js";
import type { Tensor } from "../../../base/tensor/tensor.js";

/** An axis of a kernel; in a depthwise one the axes O and I are one, O. */
export interface KernelAxis {
  readonly name: "H" | "W" | "I" | "O";
  readonly size: number;
}

/**
 * An order of weights in memory: for each weight, counted [output channel][tap row][tap column][input channel], its
 * offset in bytes.
 */
export interface WeightOrder {
  readonly name: string;
  readonly offsets: Int32Array;
}

/** Output channels in a block of the order that ESP32-S3's vector instructions want. */
const BLOCK = 16;

/** The plain orders of a kernel's axes, slowest first: all permutations. */
export function plainOrders(axes: readonly KernelAxis[]): WeightOrder[] {
  return permutations(axes).map((order) => ({
    name: order.map(({ name }) => name).join(""),
    offsets: plainOffsets(order),
  }));
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));
}

function plainOffsets(axes: readonly KernelAxis[]): Int32Array {
  const [o, h, w, i] = (["O", "H", "W", "I"] as const).map((name) => {
    const at = axes.findIndex((axis) => axis.name === name);
    if (at < 0) return { size: 1, step: 0 };
    return { size: axes[at]!.size, step: axes.slice(at + 1).reduce((product, { size }) => product * size, 1) };
  }) as [Axis, Axis, Axis, Axis];
  const offsets = new Int32Array(o.size * h.size * w.size * i.size);
  let to = 0;
  for (let a = 0; a < o.size; a++)
    for (let b = 0; b < h.size; b++)
      for (let c = 0; c < w.size; c++)
        for (let d = 0; d < i.size; d++) offsets[to++] = a * o.step + b * h.step + c * w.step + d * i.step;
  return offsets;
}

interface Axis {
  readonly size: number;
  readonly step: number;
}

/** Group by group, in each blocks of 16 output channels (the last may be narrower), in each [row][column][input][channel]. */
export function blockOrder({ output, groupInputs, groupOutputs, kernelHeight, kernelWidth }: Convolution): WeightOrder {
  const length = kernelHeight * kernelWidth * groupInputs;
  const group = groupInputs === 1 && groupOutputs === 1 ? output.c : groupOutputs;
  const offsets = new Int32Array(output.c * length);
  let at = 0;
  for (let first = 0; first < output.c; first += group) {
    for (let start = first; start < first + group; start += BLOCK) {
      const end = Math.min(start + BLOCK, first + group);
      for (let i = 0; i < length; i++) for (let o = start; o < end; o++) offsets[o * length + i] = at++;
    }
  }
  return { name: "blocks of 16 channels", offsets };
}

/** A convolution's weights as the generated C holds them. */
export function storedWeights(geometry: Convolution, kernel: Tensor): Int8Array {
  const rows = packKernel(geometry, kernel).data;
  const memory = new Int8Array(rows.length);
  const { offsets } = blockOrder(geometry);
  for (let i = 0; i < rows.length; i++) memory[offsets[i]!] = Number(rows[i]);
  return memory;
}

/**
 * The rows that a kernel sees that takes weights written in one order for weights in another, from `shift` bytes on.
 * @param beyond what it finds before and behind the weights
 */
export function misread(rows: Int8Array, written: WeightOrder, read: WeightOrder, shift = 0, beyond = 0): Int8Array {
  const memory = new Int8Array(rows.length);
  for (let i = 0; i < rows.length; i++) memory[written.offsets[i]!] = rows[i]!;
  const result = new Int8Array(rows.length);
  for (let i = 0; i < rows.length; i++) result[i] = memory[read.offsets[i]! + shift] ?? beyond;
  return result;
}
