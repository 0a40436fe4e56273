/** Which taps of a window lie over the data for one output position along an axis, as ESP-DL's C++ clips it. */
export interface Span {
  /** First tap, and how many. */
  readonly first: number;
  readonly count: number;
  /** The data's position under the first tap. */
  readonly start: number;
  /** Whether no tap was clipped: where all axes say so, the function for whole windows runs. */
  readonly whole: boolean;
}

/** Spans of every output position along an axis; law of ESP-DL's conv_operation_shell, C's division included. */
export function spansOf(
  size: number,
  taps: number,
  outputs: number,
  stride: number,
  dilation: number,
  padHead: number,
): Span[] {
  const heads = Math.min(Math.ceil(padHead / stride), outputs);
  const whole = Math.trunc((size + padHead - dilation * (taps - 1) - 1) / stride) + 1 - heads;
  return Array.from({ length: outputs }, (_, position) => {
    const origin = position * stride - padHead;
    if (position < heads) {
      const clipped = taps - Math.ceil(-origin / dilation);
      const excess = Math.max(taps - Math.ceil((size - origin) / dilation), 0);
      const first = taps - clipped;
      return { first, count: clipped - excess, start: origin + first * dilation, whole: false };
    }
    if (position < heads + Math.max(whole, 0)) return { first: 0, count: taps, start: origin, whole: true };
    return { first: 0, count: Math.ceil((size - origin) / dilation), start: origin, whole: false };
  });
}
