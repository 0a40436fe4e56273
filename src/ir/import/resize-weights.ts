import type { ResizedAxis } from "./resize-axes.js";

/** What the attributes of a Resize say about every axis; texts as ONNX names them. */
export interface ResizeLaw {
  readonly mode: "nearest" | "linear" | "cubic";
  readonly coordinates: string;
  readonly rounding: string;
  /** Cubic: the slope at the neighbours. */
  readonly slope: number;
  readonly antialias: boolean;
  readonly excludeOutside: boolean;
}

/** Where position `x` of the result falls on the input axis; every step rounded to float32, as ONNX Runtime does it. */
function source({ coordinates }: ResizeLaw, axis: ResizedAxis, x: number): number {
  const { inputs, outputs, roi } = axis;
  const f = Math.fround;
  const scale = f(axis.scale);
  const halfPixel = (): number => f(f((x + 0.5) / scale) - 0.5);
  switch (coordinates) {
    case "half_pixel":
      return halfPixel();
    case "half_pixel_symmetric":
      return f(f((inputs / 2) * f(1 - f(outputs / f(scale * inputs)))) + halfPixel());
    case "pytorch_half_pixel":
      return outputs > 1 ? halfPixel() : 0;
    case "tf_half_pixel_for_nn":
      return f((x + 0.5) / scale);
    case "align_corners":
      return outputs > 1 ? f((x * (inputs - 1)) / (outputs - 1)) : 0;
    case "tf_crop_and_resize":
      return outputs > 1
        ? f(roi[0] * (inputs - 1) + f((x * f(f(roi[1] - roi[0]) * (inputs - 1))) / (outputs - 1)))
        : f(0.5 * f(f(roi[0] + roi[1]) * (inputs - 1)));
    default:
      return f(x / scale);
  }
}

/** The weight of a neighbour at `distance` from the source, in input positions (stretched when antialiased). */
function weight({ mode, slope }: ResizeLaw, distance: number): number {
  const d = Math.abs(distance);
  if (mode === "linear") return Math.max(0, 1 - d);
  if (d <= 1) return ((slope + 2) * d - (slope + 3)) * d * d + 1;
  return d < 2 ? ((slope * d - 5 * slope) * d + 8 * slope) * d - 4 * slope : 0;
}

function nearest({ rounding }: ResizeLaw, at: number): number {
  switch (rounding) {
    case "round_prefer_ceil":
      return Math.floor(at + 0.5);
    case "floor":
      return Math.floor(at);
    case "ceil":
      return Math.ceil(at);
    default:
      return Math.ceil(at - 0.5);
  }
}

/** The neighbours of a source position and their weights, whose sum is 1. */
function taps(law: ResizeLaw, axis: ResizedAxis, at: number): readonly (readonly [index: number, weight: number])[] {
  if (law.mode === "nearest") return [[nearest(law, at), 1]];
  const shrink = law.antialias ? Math.min(axis.scale, 1) : 1;
  const reach = law.mode === "linear" ? 1 : 2;
  const base = Math.ceil(at) - 1;
  const start = Math.floor(-reach / shrink) + 1;
  const found: [number, number][] = [];
  for (let i = start; i < 2 - start; i++) found.push([base + i, weight(law, shrink * (base + i - at))]);
  const inside = found.filter(([index]) => !law.excludeOutside || (index >= 0 && index < axis.inputs));
  const sum = inside.reduce((total, [, value]) => total + value, 0);
  return inside.map(([index, value]) => [index, value / sum]);
}

/** An axis of a Resize as a sparse linear map: `taps` neighbours with their weights for every position of the result. */
export interface AxisWeights {
  readonly taps: number;
  readonly sources: readonly number[];
  readonly weights: readonly number[];
  /** Positions that lie outside of the input under tf_crop_and_resize; their weights are 0. */
  readonly outside: readonly number[];
}

/** The weights with which every position of the result reads the input axis; neighbours outside repeat the border. */
export function axisWeights(law: ResizeLaw, axis: ResizedAxis): AxisWeights {
  const outside: number[] = [];
  const found = Array.from({ length: axis.outputs }, (_, x) => {
    const at = source(law, axis, x);
    if (law.coordinates !== "tf_crop_and_resize" || (at >= 0 && at <= axis.inputs - 1)) return taps(law, axis, at);
    outside.push(x);
    return [];
  });
  const count = Math.max(1, ...found.map(({ length }) => length));
  const padded = found.flatMap((list) => Array.from({ length: count }, (_, i) => list[i] ?? ([0, 0] as const)));
  return {
    taps: count,
    sources: padded.map(([index]) => Math.min(Math.max(index, 0), axis.inputs - 1)),
    weights: padded.map(([, value]) => Math.fround(value)),
    outside,
  };
}
