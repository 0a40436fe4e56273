import { roundToInteger, saturate } from "../arithmetic.js";
import { numberAttribute } from "../attributes.js";
import type { Kernel } from "../operator.js";

/**
 * `espdl.lut`: every element replaced by the table's entry for it, data and table int8 or int16. An int8 table has 256
 * entries, an int16 one an entry every `step` (without the attribute 65536 / (entries − 1)): 65536 of them for 1, for a power of
 * two the nearest entry counts, a tie going as the chip rounds, and for any other step a straight line between two
 * entries, cut toward 0; past the table's end its last entry.
 */
export const lut: Kernel = ([data, table], attributes, [output], { rounding }) => {
  const x = data.data as Int8Array | Int16Array;
  const entries = table.data as Int8Array | Int16Array;
  const out = output.data;
  if (data.dtype === "int8") {
    for (let i = 0; i < out.length; i++) out[i] = entries[x[i] + 128];
    return;
  }
  const step = numberAttribute(attributes, "step", 0) || (entries.length === 65536 ? 1 : 65536 / (entries.length - 1));
  if (Number.isInteger(Math.log2(step))) {
    for (let i = 0; i < out.length; i++) out[i] = entries[roundToInteger((x[i] + 32768) / step, rounding)];
    return;
  }
  for (let i = 0; i < out.length; i++) {
    const position = x[i] + 32768;
    const rest = position % step;
    const [from, to] = [0, 1].map((next) => entries[Math.min((position - rest) / step + next, entries.length - 1)]);
    out[i] = saturate(from + Math.trunc((rest * (to - from)) / step), -32768, 32767);
  }
};
