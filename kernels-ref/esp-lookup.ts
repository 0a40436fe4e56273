import { int8Data } from "./array.js";
import { numbersAttribute } from "./attributes.js";
import type { Kernel } from "./operator.js";

/** `esp.lookup`: int8 → int8 through `table`, whose entry x + 128 is the result for x. */
export const espLookup: Kernel = ([input], attributes, [output]) => {
  const table = Int8Array.from(numbersAttribute(attributes, "table"));
  const x = int8Data(input);
  const out = int8Data(output);
  for (let i = 0; i < out.length; i++) out[i] = table[x[i] + 128];
};
