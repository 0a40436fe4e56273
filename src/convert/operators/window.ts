/** What a window does along one spatial axis. */
export interface WindowAxis {
  readonly size: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
}

export type Padding = "same" | "valid" | "causal";

/**
 * Zeros before and after an axis as TensorFlow pads: `same` keeps ceil(size / stride) elements and puts what is odd
 * after; `causal` puts all before.
 */
export function padsOf(padding: Padding, { size, kernel, stride, dilation }: WindowAxis): readonly [number, number] {
  const reach = (kernel - 1) * dilation + 1;
  if (padding === "valid") return [0, 0];
  if (padding === "causal") return [reach - 1, 0];
  const total = Math.max((Math.ceil(size / stride) - 1) * stride + reach - size, 0);
  return [total >> 1, total - (total >> 1)];
}

/** Elements that come out along an axis. */
export const windowOut = ({ size, kernel, stride, dilation }: WindowAxis, [before, after]: readonly [number, number]) =>
  Math.floor((size + before + after - ((kernel - 1) * dilation + 1)) / stride) + 1;

/** ONNX's `pads`: all begins, then all ends. */
export const onnxPads = (pads: readonly (readonly [number, number])[]): number[] => [
  ...pads.map(([before]) => before),
  ...pads.map(([, after]) => after),
];
