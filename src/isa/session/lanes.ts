import type { VectorChip } from "../../../kernels-ref/index.js";
import type { Machine } from "../machine/machine.js";

/** Vector registers and accumulators as lanes. */
export interface Lanes {
  readonly format: typeof LANES_FORMAT;
  readonly chip: VectorChip;
  /** Bits of a lane of the vector registers. */
  readonly bits: 8 | 16 | 32;
  /** The instruction that was executed last: where it stands and its text. */
  readonly at?: { readonly place: string; readonly text: string };
  readonly registers: readonly LaneRow[];
}

/** One register; `changed` are the lanes that the last step changed. */
export interface LaneRow {
  readonly name: string;
  readonly lanes: readonly number[];
  readonly changed: readonly number[];
}

export const LANES_FORMAT = "espdl-lab lanes";

/** q0-q7 in lanes of `bits`, QACC in the lanes that products of that width go to, ACCX or XACC. */
export function laneRows(m: Machine, chip: VectorChip, bits: 8 | 16 | 32): Omit<LaneRow, "changed">[] {
  const view = bits === 8 ? m.q8 : bits === 16 ? m.q16 : m.q32;
  const count = 128 / bits;
  const rows = Array.from({ length: 8 }, (_, q) => ({
    name: `q${q}`,
    lanes: Array.from(view.subarray(q * count, q * count + count)),
  }));
  const wide = bits === 16;
  const low = chip === "esp32s3" ? 2 ** 20 : 2 ** 32;
  const qacc = wide
    ? Array.from({ length: 8 }, (_, i) => m.qacc[2 * i + 1]! * low + (((m.qacc[2 * i]! % low) + low) % low))
    : Array.from(m.qacc);
  return [...rows, { name: "QACC", lanes: qacc }, { name: chip === "esp32s3" ? "ACCX" : "XACC", lanes: [m.acc[0]!] }];
}
