import type { Draft } from "../draft.js";
import { paddedMaxima } from "./ceil-pool.js";
import { columnRowDepth } from "./depth-to-space.js";
import { expands } from "./expand.js";
import { extrema } from "./extremum.js";
import { positiveIndices } from "./gather-index.js";
import { gelus } from "./gelu.js";
import { globalMaxima } from "./global-max.js";
import { floatCasts } from "./same-cast.js";
import { sums } from "./sum.js";
import { tableFunctions } from "./table-function.js";

/**
 * Operators that no chip registers, or runs otherwise, in operators that one does. Not where esp-ppq's exponents are given: it writes such
 * a model as it is.
 */
export function rewriteForChip(draft: Draft): void {
  floatCasts(draft);
  gelus(draft);
  extrema(draft);
  sums(draft);
  expands(draft);
  globalMaxima(draft);
  paddedMaxima(draft);
  columnRowDepth(draft);
  positiveIndices(draft);
  tableFunctions(draft);
  draft.dropUnread();
}
