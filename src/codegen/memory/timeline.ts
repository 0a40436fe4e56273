import { aligned, type Interval } from "./interval.js";

/**
 * Intervals on a compressed time axis. The set of live buffers grows only where one starts, so a moment for each
 * different `first` holds every largest set.
 */
export interface Timeline {
  readonly moments: number;
  /** Aligned bytes of each interval. */
  readonly size: Int32Array;
  /** First and last moment of each interval, both included. */
  readonly first: Int32Array;
  readonly last: Int32Array;
  /** Aligned bytes that are live at each moment. */
  readonly live: Float64Array;
}

/** Time in moments instead of layers. */
export function timeline(intervals: readonly Interval[]): Timeline {
  const starts = [...new Set(intervals.map(({ first }) => first))].sort((a, b) => a - b);
  const first = Int32Array.from(intervals, (interval) => starts.indexOf(interval.first));
  const last = Int32Array.from(intervals, (interval) => starts.findLastIndex((start) => start <= interval.last));
  const size = Int32Array.from(intervals, ({ bytes }) => aligned(bytes));
  const live = new Float64Array(starts.length);
  intervals.forEach((_, i) => {
    for (let t = first[i]!; t <= last[i]!; t++) live[t]! += size[i]!;
  });
  return { moments: starts.length, size, first, last, live };
}

/** The largest sum of aligned bytes that are live at once: no arena is smaller. */
export function lowerBound({ live }: Timeline): number {
  return live.reduce((most, bytes) => Math.max(most, bytes), 0);
}
