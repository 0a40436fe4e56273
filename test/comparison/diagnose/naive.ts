import { Tensor } from "../../../src/base/tensor/tensor.js";
import type { CallLayer } from "../../../src/ir/graph/program.js";

/** One convolution as a C programmer would write it, each of its decisions open to a mistake. */
export interface Mistakes {
  strides?: readonly number[];
  dilation?: readonly number[];
  /** Padding above and left. */
  pad?: readonly [number, number];
  outside?: (x: Int8Array, flat: number) => number;
  image?: (
    x: Int8Array,
    at: { n: number; y: number; x: number; c: number; h: number; w: number; channels: number },
  ) => number;
  weight?: (
    k: Int8Array,
    at: { r: number; s: number; i: number; o: number; R: number; S: number; I: number; O: number },
  ) => number;
  inputs?: (count: number) => number;
  requantize?: (acc: number, bias: number, shift: number) => number;
  biasIndex?: (o: number, channels: number) => number;
  relu?: boolean;
  store?: (o: number, channels: number) => number;
  product?: (acc: number) => number;
}

export const clip = (value: number): number => Math.max(-128, Math.min(127, value));

/** Runs an `esp.conv2d` or `esp.depthwise_conv2d` in NHWC with mistakes; without any it is the law. */
export function naiveConvolution(call: CallLayer, [image, kernel, bias]: readonly Tensor[], m: Mistakes = {}): Tensor {
  const x = image!.data as Int8Array;
  const k = kernel!.data as Int8Array;
  const [N, H, W, C] = image!.shape as [number, number, number, number];
  const { shape } = call.types[0]!;
  const [, OH, OW, O] = shape as [number, number, number, number];
  const a = call.attributes as Record<string, never>;
  const groups = a.groups as number;
  const [R, S] = kernel!.shape as [number, number];
  const I = C / groups;
  const strides = m.strides ?? (a.strides as number[]);
  const dilation = m.dilation ?? (a.dilation as number[]);
  const padding = a.padding as number[];
  const [top, left] = m.pad ?? [padding[0]!, padding[1]!];
  const shifts = ([] as number[]).concat(a.shift as never);
  const out = new Int8Array(N * OH * OW * O);
  const counted = m.inputs ? m.inputs(I) : I;
  for (let n = 0; n < N; n++)
    for (let oy = 0; oy < OH; oy++)
      for (let ox = 0; ox < OW; ox++)
        for (let o = 0; o < O; o++) {
          const group = Math.floor(o / (O / groups));
          let acc = 0;
          for (let r = 0; r < R; r++)
            for (let s = 0; s < S; s++) {
              const iy = oy * strides[0]! - top + r * dilation[0]!;
              const ix = ox * strides[1]! - left + s * dilation[1]!;
              for (let i = 0; i < counted; i++) {
                const c = group * I + i;
                const flat = ((n * H + iy) * W + ix) * C + c;
                const inside = iy >= 0 && iy < H && ix >= 0 && ix < W;
                const at = { n, y: iy, x: ix, c, h: H, w: W, channels: C };
                const value = inside ? (m.image ? m.image(x, at) : x[flat]!) : m.outside ? m.outside(x, flat) : 0;
                const weight = m.weight ? m.weight(k, { r, s, i, o, R, S, I, O }) : k[((r * S + s) * I + i) * O + o]!;
                acc += value * weight;
                if (m.product) acc = m.product(acc);
              }
            }
          const b = bias ? Number(bias.data[m.biasIndex ? m.biasIndex(o, O) : o]) : 0;
          const shift = shifts[shifts.length === 1 ? 0 : o]!;
          let value = m.requantize ? m.requantize(acc, b, shift) : clip(clip(Math.floor(acc / 2 ** shift)) + b);
          if ((m.relu ?? a.relu) && value < 0) value = 0;
          out[((n * OH + oy) * OW + ox) * O + (m.store ? m.store(o, O) : o)] = value;
        }
  return new Tensor("int8", shape, out);
}
