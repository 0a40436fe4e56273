/** A table of numbers in which a cell stands for `rowStep` × `columnStep` of the original's (fewer at the ends). */
export interface Pooled {
  readonly cells: number[][];
  readonly rowStep: number;
  readonly columnStep: number;
}

/**
 * Shrinks a table of `rows` × `columns` to at most `limit` each way; a cell keeps the number of the largest magnitude, so
 * that a single wrong element stays to be seen. NaN counts as the largest.
 */
export function pool(
  rows: number,
  columns: number,
  limit: { readonly rows: number; readonly columns: number },
  at: (row: number, column: number) => number,
): Pooled {
  const rowStep = Math.max(1, Math.ceil(rows / limit.rows));
  const columnStep = Math.max(1, Math.ceil(columns / limit.columns));
  const cells = Array.from({ length: Math.ceil(rows / rowStep) }, () =>
    new Array<number>(Math.ceil(columns / columnStep)).fill(0),
  );
  for (let row = 0; row < rows; row++) {
    const target = cells[Math.floor(row / rowStep)]!;
    for (let column = 0; column < columns; column++) {
      const cell = Math.floor(column / columnStep);
      const value = at(row, column);
      if (isLarger(value, target[cell]!)) target[cell] = value;
    }
  }
  return { cells, rowStep, columnStep };
}

/** By magnitude; NaN is larger than any number. */
export function isLarger(value: number, than: number): boolean {
  return !Number.isNaN(than) && !(Math.abs(value) <= Math.abs(than));
}
