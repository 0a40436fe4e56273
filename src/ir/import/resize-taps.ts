/** How a Resize maps one axis: lengths, the scale as it was given, and the attributes that all axes share. */
export interface AxisResize {
  readonly length: number;
  readonly outLength: number;
  readonly scale: number;
  /** Start and end of the part that `tf_crop_and_resize` shows, 0 … 1. */
  readonly roi: readonly [number, number];
  readonly coordinates: string;
}

/** Where position `x` of the result lies in the input, as ONNX's Resize defines its coordinate_transformation_mode. */
export function sourceCoordinate(x: number, axis: AxisResize): number {
  const { length, outLength, scale, roi } = axis;
  switch (axis.coordinates) {
    case "align_corners":
      return outLength === 1 ? 0 : (x * (length - 1)) / (outLength - 1);
    case "asymmetric":
      return x / scale;
    case "tf_half_pixel_for_nn":
      return (x + 0.5) / scale;
    case "pytorch_half_pixel":
      return outLength === 1 ? 0 : (x + 0.5) / scale - 0.5;
    case "half_pixel_symmetric": {
      const center = length / 2;
      return center * (1 - outLength / (scale * length)) + (x + 0.5) / scale - 0.5;
    }
    case "tf_crop_and_resize":
      return outLength > 1
        ? roi[0] * (length - 1) + (x * (roi[1] - roi[0]) * (length - 1)) / (outLength - 1)
        : 0.5 * (roi[0] + roi[1]) * (length - 1);
    default:
      return (x + 0.5) / scale - 0.5;
  }
}

/** True where a coordinate lies outside of the input, so that `tf_crop_and_resize` shows its extrapolation value. */
export function isOutside(coordinate: number, length: number): boolean {
  return coordinate < 0 || coordinate > length - 1;
}

/** The nearest position, limited to the input. */
export function nearest(coordinate: number, length: number, rounding: string): number {
  const rounded =
    rounding === "floor"
      ? Math.floor(coordinate)
      : rounding === "ceil"
        ? Math.ceil(coordinate)
        : rounding === "round_prefer_ceil"
          ? Math.floor(coordinate + 0.5)
          : Math.ceil(coordinate - 0.5);
  return Math.max(0, Math.min(rounded, length - 1));
}

/** The weight of a pixel at a distance, and how far it reaches. */
export interface Filter {
  readonly reach: number;
  readonly weight: (distance: number) => number;
}

export const LINEAR: Filter = { reach: 1, weight: (distance) => Math.max(0, 1 - Math.abs(distance)) };

/** Keys' cubic convolution with coefficient `a`. */
export function cubic(a: number): Filter {
  return {
    reach: 2,
    weight(distance) {
      const x = Math.abs(distance);
      if (x <= 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
      return x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0;
    },
  };
}

/** Positions and weights of the pixels that make one; the pixels beyond an edge are that edge. */
export interface Taps {
  readonly sources: readonly number[];
  readonly weights: readonly number[];
}

/** With `antialias` the filter is stretched by what the image shrinks; then, and without outside, weights sum to 1. */
export function tapsAt(
  coordinate: number,
  axis: AxisResize,
  filter: Filter,
  antialias: boolean,
  excludeOutside: boolean,
): Taps {
  const shrink = antialias ? Math.min(axis.scale, 1) : 1;
  const first = Math.floor(-filter.reach / shrink) + 1;
  const base = Math.ceil(coordinate) - 1;
  const ratio = coordinate - base;
  const offsets = Array.from({ length: 2 - 2 * first }, (_, i) => first + i);
  const isInside = (offset: number): boolean => base + offset >= 0 && base + offset < axis.length;
  const weights = offsets.map((offset) =>
    excludeOutside && !isInside(offset) ? 0 : filter.weight((offset - ratio) * shrink),
  );
  const sum = antialias || excludeOutside ? weights.reduce((a, b) => a + b, 0) : 1;
  return {
    sources: offsets.map((offset) => Math.max(0, Math.min(base + offset, axis.length - 1))),
    weights: weights.map((weight) => Math.fround(weight / sum)),
  };
}
