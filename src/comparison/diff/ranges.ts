/** Ascending integers as `0, 3–5, 9`; a progression as `3, 11, 19 … (one in 8)`; undefined when more than six ranges. */
export function formatRanges(values: readonly number[]): string | undefined {
  const step = (values[1] ?? 0) - (values[0] ?? 0);
  if (values.length > 3 && step > 1 && values.every((value, i) => value === values[0]! + i * step)) {
    return `${values.slice(0, 3).join(", ")} … (one in ${step})`;
  }
  const ranges: [number, number][] = [];
  for (const value of values) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === value - 1) last[1] = value;
    else ranges.push([value, value]);
  }
  if (ranges.length > 6) return undefined;
  return ranges
    .map(([from, to]) => (from === to ? `${from}` : to === from + 1 ? `${from}, ${to}` : `${from}–${to}`))
    .join(", ");
}
