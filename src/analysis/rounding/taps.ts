import type { CallLayer, ParamLayer } from "../../ir/graph/program.js";

/** A convolution over two axes or a matrix product with constant int8 weights: its sums of products, in a program's layouts. */
export interface Taps {
  readonly groups: number;
  /** Output channels, all groups together. */
  readonly channels: number;
  /** Products in a sum. */
  readonly terms: number;
  /** Sums of each channel in one sample. */
  readonly positions: number;
  /** Whether a channel's sums lie together in the float model's tensor, [channels, positions], or apart. */
  readonly planes: boolean;
  /** Writes the terms of a position and group of the layer's input. */
  readonly read: (input: ArrayLike<number>, position: number, group: number, terms: Float64Array) => void;
  /** Element of the layer's weights for a term of a channel, and that of the float model's. */
  readonly own: (channel: number, term: number) => number;
  readonly float: (channel: number, term: number) => number;
}

/**
 * @param input shape of what the layer reads
 * @param transposed whether the float model's matrix is [channels, terms]
 * @returns undefined for a layer that is no such product
 */
export function tapsOf(
  layer: CallLayer,
  input: readonly number[],
  weight: ParamLayer,
  transposed: boolean,
): Taps | undefined {
  if (weight.tensor.dtype !== "int8") return undefined;
  switch (layer.op) {
    case "nn.conv2d":
    case "espdl.conv":
      return convolution(layer, input, weight);
    case "nn.dense":
    case "espdl.matmul":
      return matrix(layer, input, weight, transposed);
    default:
      return undefined;
  }
}

function convolution(
  { attributes, types }: CallLayer,
  input: readonly number[],
  { tensor }: ParamLayer,
): Taps | undefined {
  const [height, width, inputs] = input.slice(1) as [number, number, number];
  const [rows, columns, channels] = types[0]!.shape.slice(1) as [number, number, number];
  if (input.length !== 4 || input[0] !== 1 || tensor.shape.length !== 4) return undefined;
  const [kh, kw] = tensor.shape as [number, number];
  const groups = Number(attributes.groups ?? attributes.group);
  const [sy, sx] = attributes.strides as readonly [number, number];
  const [dy, dx] = (attributes.dilation ?? attributes.dilations) as readonly [number, number];
  const [top, left] = (attributes.padding ?? attributes.pads) as readonly [number, number];
  const depth = inputs / groups;
  const inner = kh * kw;
  const terms = inner * depth;
  if (terms * channels !== tensor.size) return undefined;
  return {
    ...{ groups, channels, terms, positions: rows * columns, planes: true },
    read: (data, position, group, into) => {
      const y0 = Math.floor(position / columns) * sy - top;
      const x0 = (position % columns) * sx - left;
      for (let i = 0, at = 0; i < kh; i++) {
        const y = y0 + i * dy;
        for (let j = 0; j < kw; j++) {
          const x = x0 + j * dx;
          const isInside = y >= 0 && y < height && x >= 0 && x < width;
          const from = (y * width + x) * inputs + group * depth;
          for (let c = 0; c < depth; c++) into[at++] = isInside ? data[from + c]! : 0;
        }
      }
    },
    own: (channel, term) => term * channels + channel,
    float: (channel, term) => channel * terms + (term % depth) * inner + Math.floor(term / depth),
  };
}

function matrix(
  { op, types }: CallLayer,
  input: readonly number[],
  { tensor }: ParamLayer,
  transposed: boolean,
): Taps | undefined {
  const terms = input.at(-1)!;
  const channels = types[0]!.shape.at(-1)!;
  const positions = input.reduce((product, size) => product * size, 1) / terms;
  if (terms * channels !== tensor.size) return undefined;
  const channelFirst = (channel: number, term: number): number => channel * terms + term;
  const termFirst = (channel: number, term: number): number => term * channels + channel;
  return {
    ...{ groups: 1, channels, terms, positions, planes: false },
    read: (data, position, _, into) => {
      for (let i = 0, from = position * terms; i < terms; i++) into[i] = data[from + i]!;
    },
    own: op === "nn.dense" ? channelFirst : termFirst,
    float: transposed ? channelFirst : termFirst,
  };
}
