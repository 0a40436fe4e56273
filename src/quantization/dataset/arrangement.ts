import { type DeclaredShape, fitsShape } from "../calibrate/sample-shape.js";

/** How the rows along a file's first axis make samples. */
export interface Arrangement {
  /** Rows of one sample. */
  readonly rows: number;
  /** Shape of one sample, as the model takes it. */
  readonly shape: readonly number[];
}

/**
 * How an array of samples is cut for an input: `[samples, …]` without the batch axis where that is 1 or free;
 * `[samples, b, …]` with an axis of its own for samples; `[samples · b, …]`, where `b` rows make one. What fits in no
 * way is cut as in the first, for its error to be told.
 */
export function arrange([count = 1, ...row]: readonly number[], declared: DeclaredShape): Arrangement {
  const [batch, ...rest] = declared ?? [];
  const batched = { rows: 1, shape: [1, ...row] };
  if (fitsShape(batched.shape, declared)) return batched;
  if (fitsShape(row, declared)) return { rows: 1, shape: row };
  const isWhole = typeof batch === "number" && batch > 0 && count % batch === 0;
  return isWhole && fitsShape(row, rest) ? { rows: batch, shape: [batch, ...row] } : batched;
}
