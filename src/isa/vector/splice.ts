import { load128 } from "../machine/access.js";
import { type Family, load, op } from "../machine/instruction.js";
import { type Machine, SCRATCH } from "../machine/machine.js";
import { SOURCES } from "./source.js";

/** Bytes SAR_BYTE … SAR_BYTE+15 of `low` followed by `high`, into `to`, which may be either. */
function splice(m: Machine, to: number, low: number, high: number): void {
  const { qu8, sarByte } = m;
  const scratch = SCRATCH * 16;
  for (let i = 0; i < 16; i++) {
    const from = i + sarByte;
    qu8[scratch + i] = from < 16 ? qu8[low * 16 + from]! : qu8[high * 16 + from - 16]!;
  }
  copy(m, to, SCRATCH);
}

function copy({ q32 }: Machine, to: number, from: number): void {
  for (let i = 0; i < 4; i++) q32[to * 4 + i] = q32[from * 4 + i]!;
}

/** Two registers while they are written anew. */
const pair = new Uint8Array(32);

/**
 * 32 bytes, `high` above `low`, moved by `1 + (as & 15)` bytes in place, zeros following; `as` moves on by `ad`.
 * Operands `high, low, as, ad`. Kernels use it before a partial store only.
 */
function shiftPair(m: Machine, high: number, low: number, a: number, step: number, left: boolean): void {
  const { qu8 } = m;
  for (let i = 0; i < 16; i++) {
    pair[i] = qu8[low * 16 + i]!;
    pair[16 + i] = qu8[high * 16 + i]!;
  }
  const count = (m.x[a]! & 15) + 1;
  for (let i = 0; i < 16; i++) {
    const from = left ? i - count : i + count;
    qu8[low * 16 + i] = from >= 0 ? pair[from]! : 0;
    qu8[high * 16 + i] = from + 16 < 32 ? pair[from + 16]! : 0;
  }
  m.x[a]! += m.x[step]!;
}

/** Bytes cut out of two registers: how an unaligned vector is put together. */
export const VECTOR_SPLICE: Family = {
  name: "vector splices",
  source: SOURCES.both,
  instructions: {
    "src.q": op("q q q", splice),
    "src.q.qup": op("q q q", (m, z, x, y) => {
      splice(m, z, x, y);
      if (z !== x) copy(m, x, y);
    }),
    "src.q.ld.ip": load("q u i q q", (m, u, a, step, x, y) => {
      splice(m, x, x, y);
      load128(m, u, m.x[a]!);
      m.x[a]! += step;
    }),
    "slcxxp.2q": op("q q u a", (m, x, y, a, step) => shiftPair(m, x, y, a, step, true)),
    "srcxxp.2q": op("q q u a", (m, x, y, a, step) => shiftPair(m, x, y, a, step, false)),
  },
};
