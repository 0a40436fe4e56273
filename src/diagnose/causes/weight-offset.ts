import type { TapsChange, TapsFamily } from "../product/change.js";
import { misread, type WeightOrder } from "../product/weight-order.js";

/** The weights are read from an address that is off by some bytes: not aligned, or aligned by force. */
export const weightOffset: TapsFamily = {
  family: "weight-offset",
  changes({ taps, orders }) {
    const changes: TapsChange[] = [];
    const length = taps.rows.length / taps.geometry.output.c;
    for (const order of orders) {
      for (let by = -16; by <= 16; by++) {
        if (by === 0 || Math.abs(by) >= taps.rows.length) continue;
        changes.push({
          cause: `${by > 0 ? "+" : ""}${by}`,
          text: `the weights are read ${Math.abs(by)} byte${Math.abs(by) > 1 ? "s" : ""} too ${by > 0 ? "late" : "early"}`,
          look: "the alignment (16) of the weights' array and the address that the kernel computes from it",
          bits: 6,
          taps: { ...taps, rows: misread(taps.rows as Int8Array, order, order, by) },
          unknownChannels: beyond(order, by, length),
        });
      }
    }
    return changes;
  },
};

/** The output channels some of whose weights come from before or behind the array. */
function beyond({ offsets }: WeightOrder, by: number, length: number): Set<number> {
  const channels = new Set<number>();
  for (let i = 0; i < offsets.length; i++) {
    const from = offsets[i]! + by;
    if (from < 0 || from >= offsets.length) channels.add(Math.floor(i / length));
  }
  return channels;
}
