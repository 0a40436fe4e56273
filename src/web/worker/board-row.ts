import type { LayerDiff } from "../../comparison/diff/trace-diff.js";
import { formatNumber, formatShare } from "../../presentation/figures/text.js";
import type { BoardRow } from "../protocol.js";

/** A tensor that arrived, beside the reference's, as a line of a table. */
export function boardRow({ id, status, entire }: LayerDiff): BoardRow {
  const first = entire?.first;
  return {
    id,
    status,
    share: entire === undefined || entire.differing === 0 ? "" : formatShare(entire.share),
    largest: entire === undefined || entire.differing === 0 ? "" : formatNumber(entire.largest, 3),
    first: first === undefined ? "" : `[${first.at.join(", ")}] ${formatNumber(first.b)}, not ${formatNumber(first.a)}`,
  };
}
