import type { Timeline } from "./timeline.js";

/** Byte offsets in the order of the intervals, and the end of the highest. */
export interface Packing {
  readonly offsets: Int32Array;
  readonly bytes: number;
}

/** Places the intervals one after the other, each at the lowest offset that is free for its whole time. */
export function firstFit({ size, first, last }: Timeline, order: Int32Array): Packing {
  const offsets = new Int32Array(order.length);
  /** Placed intervals, ascending by offset. */
  const placed = new Int32Array(order.length);
  let bytes = 0;
  for (let count = 0; count < order.length; count++) {
    const item = order[count]!;
    let offset = 0;
    for (let i = 0; i < count; i++) {
      const other = placed[i]!;
      if (first[other]! > last[item]! || first[item]! > last[other]!) continue;
      if (offsets[other]! >= offset + size[item]!) break;
      offset = Math.max(offset, offsets[other]! + size[other]!);
    }
    offsets[item] = offset;
    bytes = Math.max(bytes, offset + size[item]!);
    let at = count;
    for (; at > 0 && offsets[placed[at - 1]!]! > offset; at--) placed[at] = placed[at - 1]!;
    placed[at] = item;
  }
  return { offsets, bytes };
}
