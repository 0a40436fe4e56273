import type { Arithmetic } from "../../../kernels-ref/arithmetic.js";
import { convolution } from "../../../kernels-ref/convolution.js";
import { allocate, type DType } from "../../../src/base/tensor/dtype.js";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import { chooseKernel } from "../../../src/ir/fuse/kernel-choice.js";
import type { Attributes, TensorType } from "../../../src/ir/graph/graph.js";
import type { CallLayer, Operand, Program } from "../../../src/ir/graph/program.js";
import { ProgramBuilder } from "../../execution/interpreter/program.js";
import { integers } from "../run.js";

export const ROUNDS = 6;
export const random = integers(20240607);
export const pick = <T>(items: readonly T[]): T => items[random(0, items.length - 1)] as T;
export const type = (dtype: DType, shape: readonly number[]): TensorType => ({ dtype, shape });

/** Values at the ends of a type, ties, zeros of both signs, and in between. */
export function value(dtype: DType): number | bigint {
  if (dtype === "float32") {
    const special = [0, -0, 0.5, -0.5, 1.5, -2.5, 126.5, -128.5, 1e-30, -3e5, 3.4e38, 8388609, 16777216.5];
    return random(0, 3) === 0 ? pick(special) : (random(-100000, 100000) / 977) * 2 ** random(-8, 6);
  }
  if (dtype === "int64") return BigInt(random(-(2 ** 31), 2 ** 31 - 1)) * BigInt(random(1, 2 ** 24));
  const bits = dtype === "int8" ? 7 : dtype === "int16" ? 15 : 31;
  if (dtype === "bool") return random(0, 1);
  const ends = [-(2 ** bits), 2 ** bits - 1, 0, -1, 1];
  return random(0, 5) === 0 ? pick(ends) : random(-(2 ** bits), 2 ** bits - 1);
}

export function tensor({ dtype, shape }: TensorType, make: (dtype: DType) => number | bigint = value): Tensor {
  const data = allocate(
    dtype,
    shape.reduce((a, b) => a * b, 1),
  );
  for (let i = 0; i < data.length; i++) data[i] = make(dtype) as never;
  return new Tensor(dtype, shape, data);
}

export class Twins {
  private readonly builder = new ProgramBuilder();
  private readonly outputs: Operand[] = [];
  readonly feeds = new Map<string, Tensor>();
  /** Over all programs: their C functions are linked into one. */
  private static count = 0;

  input(of: TensorType, make?: (dtype: DType) => number | bigint): Operand {
    const name = `in${this.feeds.size}`;
    this.feeds.set(name, tensor(of, make));
    return this.builder.input(name, of);
  }

  constant(of: Tensor): Operand {
    return this.builder.param(`c${Twins.count++}`, of);
  }

  call(op: string, inputs: readonly Operand[], results: readonly TensorType[], attributes: Attributes = {}): void {
    const made = this.builder.call(`${op} ${Twins.count++}`, op, inputs, results, attributes);
    results.forEach((_, output) => {
      this.outputs.push({ layer: made.layer, output });
    });
  }

  /** Inputs first, as the C interface has them. */
  program(arithmetic?: Arithmetic): Program {
    const { layers } = this.builder.build([]);
    return { layers: layers.map(chosen(layers)), outputs: this.outputs, ...(arithmetic && { arithmetic }) };
  }
}

/** Convolutions get the kernel that fusion would give them. */
export function chosen(layers: Program["layers"]): (layer: Program["layers"][number]) => Program["layers"][number] {
  return (layer) => {
    if (layer.kind !== "call" || !/^esp\..*conv2d$/.test(layer.op)) return layer;
    const typeOf = (operand: Operand): TensorType => layers[operand.layer]!.types[0]!;
    const [image, kernel] = layer.inputs.map((operand) => Tensor.zeros("int8", typeOf(operand).shape)) as [
      Tensor,
      Tensor,
    ];
    const geometry = convolution(image, kernel, Tensor.zeros("int8", layer.types[0]!.shape), layer.attributes);
    return { ...layer, kernel: chooseKernel(geometry, [layer.attributes.shift].flat() as number[]) } as CallLayer;
  };
}

export const extent = (
  length: number,
  before: number,
  after: number,
  taps: number,
  stride: number,
  dilation: number,
): number => Math.floor((length + before + after - (taps - 1) * dilation - 1) / stride) + 1;

export function imageShape(layout: string, n: number, h: number, w: number, c: number): number[] {
  return layout === "NHWC" ? [n, h, w, c] : [n, c, h, w];
}

export interface Sliding {
  readonly height: number;
  readonly width: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly kernel: readonly [number, number];
  readonly attributes: Attributes;
}

export function sliding(): Sliding {
  const kernel = [random(1, 4), random(1, 4)] as const;
  const strides = [random(1, 3), random(1, 3)] as const;
  const dilation = [random(1, 2), random(1, 2)] as const;
  const padding = kernel.flatMap((taps, axis) => [random(0, taps * dilation[axis]! - 1), axis]);
  const [top, , left] = padding as [number, number, number];
  const bottom = random(0, top);
  const right = random(0, left);
  const height = random(1, 7) + (kernel[0] - 1) * dilation[0];
  const width = random(1, 7) + (kernel[1] - 1) * dilation[1];
  return {
    ...{ height, width, kernel },
    outHeight: extent(height, top, bottom, kernel[0], strides[0], dilation[0]),
    outWidth: extent(width, left, right, kernel[1], strides[1], dilation[1]),
    attributes: { strides, dilation, padding: [top, left, bottom, right] },
  };
}
