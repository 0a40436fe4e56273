import type { FinishChange, FinishFamily } from "../product/change.js";

const LOOK = "the exponents that the call passes: shift = output exponent − (input + weight exponent)";

/** Where so little is left, no number says how far. */
const LOST: FinishChange = {
  cause: "lost",
  text: "nothing is left of the sums: they are shifted out, or cut to fewer bits before the shift",
  look: LOOK,
  bits: 2,
  apply: (law) => ({ ...law, shift: law.shift.map(() => 31) }),
};

/** The shift is another number: off by a few, or computed from another layer's exponent, or from another channel's. */
export const shift: FinishFamily = {
  family: "shift",
  changes({ finish }) {
    const changes: FinishChange[] = [];
    for (let off = -10; off <= 10; off++) {
      if (off === 0) continue;
      const near = Math.abs(off) <= 2;
      const what = `shift ${off > 0 ? "too large" : "too small"} by ${Math.abs(off)}`;
      changes.push({
        cause: `${off > 0 ? "+" : ""}${off}`,
        text: near ? what : `${what}: an exponent of another layer or tensor`,
        look: LOOK,
        bits: near ? 3 : 5,
        apply: (law) => ({ ...law, shift: law.shift.map((value) => value + off) }),
      });
    }
    return [LOST, ...changes, ...ofOtherChannels(finish.shift)];
  },
};

function ofOtherChannels(shift: Int32Array): FinishChange[] {
  if (shift.every((value) => value === shift[0])) return [];
  const look = "the table of shifts, one an output channel, and the index it is read with";
  return [
    {
      cause: "first-channel",
      text: "every channel is shifted by the first channel's amount",
      look,
      bits: 4,
      apply: (law) => ({ ...law, shift: law.shift.map((_, __, all) => all[0]!) }),
    },
    ...[1, -1].map((by) => ({
      cause: `channel${by > 0 ? "+1" : "-1"}`,
      text: `each channel is shifted by the ${by > 0 ? "next" : "previous"} channel's amount`,
      look,
      bits: 5,
      apply: (law: Parameters<FinishChange["apply"]>[0]) => ({ ...law, shift: rotate(law.shift, by) }),
    })),
  ];
}

/** Element i of the result is element i + by of the list, around its end. */
export function rotate(values: Int32Array, by: number): Int32Array {
  return values.map((_, i) => values[(((i + by) % values.length) + values.length) % values.length]!);
}
