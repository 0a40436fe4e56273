import { all, FILLS, type Probe } from "./probe.js";
import { noise, reordered } from "./signals.js";

/** Pools and global means. */
export const pool: Probe = {
  name: "max pools, average pools, means",
  tells: "which elements around each window count, with which weight, and what the sum is divided by",
  applies: ({ op }) => /pool|^mean$|^espdl\.reduce_(mean|sum)$/.test(op),
  first: () => [
    all(noise(), FILLS[0]),
    all(noise(), FILLS[1]),
    all(reordered),
    all(noise()),
    all(reordered),
    all(noise()),
  ],
  more: ({ inputs, reference }, most) => {
    const plane = inputs[0]!.tensor.size / Math.max(1, reference.size);
    const count = Math.ceil((4 * plane * 4) / Math.max(1, reference.shape[1] ?? 1));
    return Array.from({ length: Math.min(most, Math.max(4, count)) }, () => all(reordered));
  },
};
