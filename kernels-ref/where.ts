import type { Int64Array } from "./array.js";
import type { Kernel } from "./operator.js";
import { inStrips, type Strip } from "./strips.js";

/** `where`: element of `yes` where the condition is not 0, else of `no`; all three broadcast. */
export const where: Kernel = (inputs, _attributes, [chosen]) => {
  inStrips<Strip | Int64Array>(inputs, chosen, ([condition, yes, no], out, count) => {
    for (let i = 0; i < count; i++) out[i] = condition[i] ? yes[i] : no[i];
  });
};
