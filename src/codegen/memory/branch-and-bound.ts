import type { Packing } from "./first-fit.js";
import type { Timeline } from "./timeline.js";

/**
 * Exact search for the smallest arena. Some best packing has every interval resting on the floor or on one below it, so
 * it is found by stacking the intervals in ascending order of offset. A branch is cut where, at some moment, the bytes
 * stacked and those still to come reach the best packing known.
 */
class Search {
  private readonly offsets: Int32Array;
  private readonly top: Int32Array;
  private readonly rest: Float64Array;
  private readonly placed: Uint8Array;
  private nodes = 0;
  best: Packing;

  constructor(
    private readonly line: Timeline,
    known: Packing,
    private readonly target: number,
    private readonly limit: number,
  ) {
    this.best = known;
    this.offsets = new Int32Array(line.size.length);
    this.top = new Int32Array(line.moments);
    this.rest = line.live.slice();
    this.placed = new Uint8Array(line.size.length);
  }

  /** `floor` and `previous`: offset and number of the interval placed last. */
  visit(count: number, floor: number, previous: number, height: number): void {
    if (count === this.placed.length) {
      this.best = { offsets: this.offsets.slice(), bytes: height };
      return;
    }
    for (const item of this.candidates(floor, previous)) {
      if (this.nodes++ >= this.limit || this.best.bytes <= this.target) return;
      this.place(item, count, height);
    }
  }

  private place(item: number, count: number, height: number): void {
    const from = this.line.first[item]!;
    const to = this.line.last[item]! + 1;
    const size = this.line.size[item]!;
    const offset = this.restingOffset(item);
    const below = this.top.slice(from, to);
    this.placed[item] = 1;
    this.offsets[item] = offset;
    this.top.fill(offset + size, from, to);
    for (let t = from; t < to; t++) this.rest[t]! -= size;
    if (this.isPromising(offset)) this.visit(count + 1, offset, item, Math.max(height, offset + size));
    for (let t = from; t < to; t++) this.rest[t]! += size;
    this.top.set(below, from);
    this.placed[item] = 0;
  }

  private restingOffset(item: number): number {
    let offset = 0;
    for (let t = this.line.first[item]!; t <= this.line.last[item]!; t++) offset = Math.max(offset, this.top[t]!);
    return offset;
  }

  private isPromising(floor: number): boolean {
    for (let t = 0; t < this.top.length; t++) {
      const rest = this.rest[t]!;
      if (rest > 0 && Math.max(this.top[t]!, floor) + rest >= this.best.bytes) return false;
    }
    return true;
  }

  /** Lowest first. What rests above another candidate's end is left for later: the other one only fills a gap. */
  private candidates(floor: number, previous: number): number[] {
    const found: { item: number; offset: number }[] = [];
    let lowestEnd = Infinity;
    for (let item = 0; item < this.placed.length; item++) {
      if (this.placed[item]) continue;
      const offset = this.restingOffset(item);
      if (offset < floor || (offset === floor && item < previous)) continue;
      found.push({ item, offset });
      lowestEnd = Math.min(lowestEnd, offset + this.line.size[item]!);
    }
    return found
      .filter(({ offset, item }) => offset < lowestEnd && offset + this.line.size[item]! < this.best.bytes)
      .sort((a, b) => a.offset - b.offset || this.line.size[b.item]! - this.line.size[a.item]! || a.item - b.item)
      .map(({ item }) => item);
  }
}

/** A packing smaller than `known`, or `known`: the smallest of all if the search ends within `limit` steps. */
export function branchAndBound(line: Timeline, known: Packing, target: number, limit: number): Packing {
  const search = new Search(line, known, target, limit);
  search.visit(0, 0, -1, 0);
  return search.best;
}
