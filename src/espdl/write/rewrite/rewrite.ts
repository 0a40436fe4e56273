import type { Draft } from "../draft.js";
import { denseConvolutions } from "./dense-convolution.js";
import { expands } from "./expand.js";
import { extrema } from "./extremum.js";
import { gelus } from "./gelu.js";
import { globalMaxima } from "./global-max.js";
import { floatCasts } from "./same-cast.js";
import { sums } from "./sum.js";
import { tableFunctions } from "./table-function.js";

/**
 * Operators that no chip registers, in operators that one does. Not where esp-ppq's exponents are given: it writes such
 * a model as it is.
 */
export function rewriteForChip(draft: Draft, warn: (message: string) => void): void {
  floatCasts(draft);
  gelus(draft);
  extrema(draft);
  sums(draft);
  expands(draft);
  globalMaxima(draft);
  denseConvolutions(draft, warn);
  tableFunctions(draft);
  draft.dropUnread();
}
