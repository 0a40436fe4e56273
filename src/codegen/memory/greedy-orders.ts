import type { Timeline } from "./timeline.js";

/** Orders that are known to pack well with first fit; of equal intervals the earlier one comes first. */
export function greedyOrders(line: Timeline): Int32Array[] {
  const { size, first, last } = line;
  const duration = (i: number): number => last[i]! - first[i]! + 1;
  const pressure = Float64Array.from(size, (_, i) => peakDuring(line, i));
  const crowd = Float64Array.from(size, (_, i) => conflictBytes(line, i));
  const keys: readonly ((i: number) => number)[] = [
    (i) => -size[i]!,
    (i) => -size[i]! * duration(i),
    (i) => -duration(i),
    (i) => -crowd[i]!,
    (i) => -pressure[i]! * 2 ** 20 - duration(i),
    (i) => -pressure[i]! * 2 ** 20 - size[i]!,
    (i) => first[i]!,
    (i) => -last[i]!,
  ];
  return keys.map((key) => {
    const rank = Float64Array.from(size, (_, i) => key(i));
    return Int32Array.from(size, (_, i) => i).sort((a, b) => rank[a]! - rank[b]! || size[b]! - size[a]! || a - b);
  });
}

/** Most bytes live at a moment of the interval: what stands in the fullest crowd is the least free to move. */
function peakDuring({ first, last, live }: Timeline, i: number): number {
  let most = 0;
  for (let t = first[i]!; t <= last[i]!; t++) most = Math.max(most, live[t]!);
  return most;
}

/** Bytes of all intervals that are live together with one. */
function conflictBytes({ size, first, last }: Timeline, i: number): number {
  let bytes = 0;
  for (let j = 0; j < size.length; j++) if (first[j]! <= last[i]! && first[i]! <= last[j]!) bytes += size[j]!;
  return bytes;
}
