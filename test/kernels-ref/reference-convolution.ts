import type { Tensor } from "../../src/base/tensor/tensor.js";
import { integers, tensor } from "./run.js";

export interface ConvolutionCase {
  readonly name: string;
  readonly size: readonly [height: number, width: number, channels: number];
  readonly kernel: readonly [height: number, width: number, outputs: number];
  readonly groups?: number;
  readonly strides?: readonly [number, number];
  readonly dilation?: readonly [number, number];
  /** top, left, bottom, right */
  readonly padding?: readonly [number, number, number, number];
}

/** The definition, element by element: image HWC, kernel [kh][kw][i][o]. */
export function referenceConvolution(c: ConvolutionCase, x: Tensor, k: Tensor): { shape: number[]; values: number[] } {
  const [height, width, channels] = c.size;
  const [kh, kw, outputs] = c.kernel;
  const { groups = 1, strides = [1, 1], dilation = [1, 1], padding: [top, left, bottom, right] = [0, 0, 0, 0] } = c;
  const oh = Math.floor((height + top + bottom - (kh - 1) * dilation[0] - 1) / strides[0]) + 1;
  const ow = Math.floor((width + left + right - (kw - 1) * dilation[1] - 1) / strides[1]) + 1;
  const inputs = channels / groups;
  const values: number[] = [];
  for (let oy = 0; oy < oh; oy++)
    for (let ox = 0; ox < ow; ox++)
      for (let o = 0; o < outputs; o++) {
        let sum = 0;
        for (let r = 0; r < kh; r++)
          for (let s = 0; s < kw; s++)
            for (let i = 0; i < inputs; i++) {
              const y = oy * strides[0] + r * dilation[0] - top;
              const column = ox * strides[1] + s * dilation[1] - left;
              if (y < 0 || y >= height || column < 0 || column >= width) continue;
              const channel = Math.floor(o / (outputs / groups)) * inputs + i;
              const value = Number(x.data[(y * width + column) * channels + channel]);
              sum += value * Number(k.data[((r * kw + s) * inputs + i) * outputs + o]);
            }
        values.push(sum);
      }
  return { shape: [1, oh, ow, outputs], values };
}

export function randomOperands(c: ConvolutionCase, seed: number): [Tensor, Tensor] {
  const random = integers(seed);
  const fill = (shape: number[]): Tensor =>
    tensor(
      "int8",
      shape,
      Array.from({ length: shape.reduce((a, b) => a * b) }, () => random(-128, 127)),
    );
  return [fill([1, ...c.size]), fill([c.kernel[0], c.kernel[1], c.size[2] / (c.groups ?? 1), c.kernel[2]])];
}

export function attributesOf({
  strides = [1, 1],
  dilation = [1, 1],
  padding = [0, 0, 0, 0],
  groups = 1,
}: ConvolutionCase) {
  return { strides, dilation, padding, groups };
}
