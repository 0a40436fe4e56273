import { roundToInteger } from "../arithmetic.js";
import type { Kernel } from "../operator.js";

/**
 * `espdl.lut`: every element replaced by the table's entry for it, data and table int8 or int16. An int8 table has 256
 * entries, an int16 one 65536 / step + 1 for a power of two `step`; between two entries the nearest counts, a tie
 * going as the chip rounds.
 */
export const lut: Kernel = ([data, table], _attributes, [output], { rounding }) => {
  const x = data.data as Int8Array | Int16Array;
  const entries = table.data as Int8Array | Int16Array;
  const out = output.data;
  if (data.dtype === "int8") {
    for (let i = 0; i < out.length; i++) out[i] = entries[x[i] + 128];
    return;
  }
  const step = entries.length === 65536 ? 1 : 65536 / (entries.length - 1);
  for (let i = 0; i < out.length; i++) out[i] = entries[roundToInteger((x[i] + 32768) / step, rounding)];
};
