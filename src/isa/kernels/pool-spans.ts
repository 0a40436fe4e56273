/** Which part of a pooling window lies over the data for one output position, as ESP-DL's C++ clips it. */
export interface PoolSpan {
  readonly start: number;
  readonly count: number;
  readonly whole: boolean;
}

/** Spans along an axis. Law: a window that hangs over the end is clipped by counting back from the last one. */
export function poolSpans(
  size: number,
  taps: number,
  outputs: number,
  stride: number,
  padHead: number,
  padTail: number,
): PoolSpan[] {
  const heads = Math.ceil(padHead / stride);
  const whole = Math.max(Math.trunc((size + padHead - taps) / stride) + 1 - heads, 0);
  return Array.from({ length: outputs }, (_, position) => {
    const origin = position * stride - padHead;
    if (position < heads) {
      const excess = Math.max(taps - (size - origin), 0);
      return { start: 0, count: taps + origin - excess, whole: false };
    }
    if (position < heads + whole) return { start: origin, count: taps, whole: true };
    return { start: origin, count: taps - padTail + (outputs - 1 - position) * stride, whole: false };
  });
}
