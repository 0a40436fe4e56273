import type { TapsChange, TapsFamily } from "../product/change.js";
import { unknownWeights } from "../product/unknown.js";
import { misread } from "../product/weight-order.js";

/** The weights are read from an address that is off by some bytes: not aligned, or aligned by force. */
export const weightOffset: TapsFamily = {
  family: "weight-offset",
  changes({ taps, orders }) {
    const changes: TapsChange[] = [];
    const unknown = unknownWeights(taps);
    const none = new Int8Array(taps.rows.length);
    for (const order of orders) {
      for (let by = -16; by <= 16; by++) {
        if (by === 0 || Math.abs(by) >= taps.rows.length) continue;
        changes.push({
          cause: `${by > 0 ? "+" : ""}${by}`,
          text: `the weights are read ${Math.abs(by)} byte${Math.abs(by) > 1 ? "s" : ""} too ${by > 0 ? "late" : "early"}`,
          look: "the alignment (16) of the weights' array and the address that the kernel computes from it",
          bits: 6,
          taps: { ...taps, rows: misread(taps.rows as Int8Array, order, order, by) },
          beyond: unknown(misread(none, order, order, by, 1)),
        });
      }
    }
    return changes;
  },
};
