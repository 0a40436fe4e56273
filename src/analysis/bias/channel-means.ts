import type { Range } from "../../quantization/calibrate/range.js";

/** Sums one channel's values, cut to a window, over tensors of one shape. */
export class ChannelMeans {
  private readonly sums: Float64Array;
  private readonly inside: Float64Array;
  private count = 0;

  /** @param inner elements between two of neighbouring channels: 1 where the channel is the last axis */
  constructor(
    readonly channels: number,
    private readonly inner: number,
    private readonly window: Range,
  ) {
    this.sums = new Float64Array(channels);
    this.inside = new Float64Array(channels);
  }

  /** @param scale real value of one step of the data */
  add(data: ArrayLike<number>, scale = 1): void {
    const { channels, inner, sums, inside, window } = this;
    for (let i = 0; i < data.length; i++) {
      const channel = Math.floor(i / inner) % channels;
      const x = (data[i] as number) * scale;
      const isInside = x > window.min && x < window.max;
      sums[channel]! += isInside ? x : x <= window.min ? window.min : window.max;
      if (isInside) inside[channel]! += 1;
    }
    this.count += data.length / channels;
  }

  mean(channel: number): number {
    return (this.sums[channel] as number) / this.count;
  }

  /** Share of a channel's values within the window, 0 … 1: those that a bias moves. */
  share(channel: number): number {
    return (this.inside[channel] as number) / this.count;
  }
}
