import type { TapsChange, TapsFamily } from "../product/change.js";
import { type KernelAxis, packRows } from "../product/model.js";

/** The weights are read from an address that is off by some bytes: not aligned, or aligned by force. */
export const weightOffset: TapsFamily = {
  family: "weight-offset",
  changes({ taps, kernel, axes }) {
    const changes: TapsChange[] = [];
    for (let by = -16; by <= 16; by++) {
      if (by === 0 || Math.abs(by) >= kernel.length) continue;
      const moved = new Int8Array(kernel.length);
      for (let i = 0; i < kernel.length; i++) moved[i] = kernel[i + by] ?? 0;
      const from = by > 0 ? kernel.length - by : 0;
      changes.push({
        cause: `${by > 0 ? "+" : ""}${by}`,
        text: `the weights are read ${Math.abs(by)} byte${Math.abs(by) > 1 ? "s" : ""} too ${by > 0 ? "late" : "early"}`,
        look: "the alignment (16) of the weights' array and the address that the kernel computes from it",
        bits: 6,
        taps: { ...taps, rows: packRows(moved, axes) },
        unknownChannels: channelsOf(axes, from, Math.abs(by)),
      });
    }
    return changes;
  },
};

/** The output channels whose weights are among `count` bytes from `start`. */
function channelsOf(axes: readonly KernelAxis[], start: number, count: number): Set<number> {
  const at = axes.findIndex(({ name }) => name === "O");
  const step = axes.slice(at + 1).reduce((product, { size }) => product * size, 1);
  const channels = new Set<number>();
  for (let i = start; i < start + count; i++) channels.add(Math.floor(i / step) % axes[at]!.size);
  return channels;
}
