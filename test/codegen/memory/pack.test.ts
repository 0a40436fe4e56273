import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aligned, type Interval, overlapInTime } from "../../../src/codegen/memory/interval.js";
import { packArena } from "../../../src/codegen/memory/pack.js";

const interval = fc
  .record({ bytes: fc.integer({ min: 1, max: 300 }), first: fc.nat(12), span: fc.nat(5) })
  .map(({ bytes, first, span }): Interval => ({ bytes, first, last: first + span }));

/** The smallest arena of all: every order, each interval as low as it goes. */
function exhaustive(intervals: readonly Interval[]): number {
  let best = Infinity;
  const place = (rest: readonly Interval[], placed: readonly (Interval & { end: number; offset: number })[]): void => {
    const height = Math.max(0, ...placed.map(({ end }) => end));
    if (height >= best) return;
    if (rest.length === 0) best = height;
    rest.forEach((next, i) => {
      const size = aligned(next.bytes);
      const others = placed.filter((other) => overlapInTime(other, next)).sort((a, b) => a.offset - b.offset);
      let offset = 0;
      for (const other of others) {
        if (other.offset >= offset + size) break;
        offset = Math.max(offset, other.end);
      }
      place(
        rest.filter((_, j) => j !== i),
        [...placed, { ...next, offset, end: offset + size }],
      );
    });
  };
  place(intervals, []);
  return best;
}

describe("packArena", () => {
  test("nothing needs nothing", () => {
    expect(packArena([])).toMatchObject({ bytes: 0, lowerBound: 0 });
  });

  test("small sets: as small as the best of all orders", () => {
    fc.assert(
      fc.property(fc.array(interval, { minLength: 1, maxLength: 6 }), (intervals) => {
        expect(packArena(intervals).bytes).toBe(exhaustive(intervals));
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  test("300 intervals: valid and near the bound", () => {
    let state = 7;
    const random = (limit: number): number => {
      state = (state * 1103515245 + 12345) & 0x7fffffff;
      return (state >>> 8) % limit;
    };
    const intervals = Array.from({ length: 300 }, (_, i) => ({
      bytes: 16 + random(4000),
      first: i,
      last: i + (random(5) === 0 ? random(300 - i) : random(4)),
    }));
    const { offsets, bytes, lowerBound } = packArena(intervals);
    intervals.forEach((a, i) => {
      for (let j = 0; j < i; j++) {
        const b = intervals[j]!;
        const apart = offsets[i]! >= offsets[j]! + b.bytes || offsets[j]! >= offsets[i]! + a.bytes;
        expect(apart || !overlapInTime(a, b)).toBe(true);
      }
    });
    expect(bytes).toBeLessThanOrEqual(lowerBound * 1.05);
  });
});
