import { isInt64 } from "./array.js";
import type { Kernel } from "./operator.js";

/** `zeros`: every element is 0; no inputs. */
export const zeros: Kernel = (_inputs, _attributes, [output]) => {
  const out = output.data;
  if (isInt64(out)) out.fill(0n);
  else out.fill(0);
};
