import type { Tensor } from "../../base/tensor/tensor.js";
import { imageExtent } from "./image-extent.js";
import type { ImageLayout } from "./image-layout.js";
import { BLOCK, readBlock } from "./numbers.js";
import { formatRanges } from "./ranges.js";

/** Where in a tensor the differing elements are, and what their errors look like. */
export interface ErrorPattern {
  /** Differing elements a channel, row and column of an image; channels alone of a matrix [n, c]; absent otherwise. */
  readonly channels?: readonly number[];
  readonly rows?: readonly number[];
  readonly columns?: readonly number[];
  /** First and last differing flat index in the reference's storage. */
  readonly range: readonly [number, number];
  /** The most frequent errors b − a, at most eight, most frequent first. */
  readonly errors: readonly { readonly error: number; readonly count: number }[];
  /** The same in words, one line each. */
  readonly text: readonly string[];
}

const SMALL = 512;
const OTHERS_MAX = 4096;

/** Describes the elements in which `b` (laid over `a`) differs; undefined where none does. Compares stored numbers. */
export function errorPattern(a: Tensor, b: Tensor, layout: ImageLayout | undefined): ErrorPattern | undefined {
  const extent = imageExtent(a.shape, layout);
  const { h, w, c } = extent ?? { h: 1, w: 1, c: 1 };
  const [rows, columns, channels] = [new Int32Array(h), new Int32Array(w), new Int32Array(c)];
  const errors = new ErrorCounts();
  const left = new Float64Array(BLOCK);
  const right = new Float64Array(BLOCK);
  let [differing, first, last, border, value, constant] = [0, -1, -1, 0, 0, true];
  for (let start = 0; start < a.size; start += BLOCK) {
    const count = Math.min(BLOCK, a.size - start);
    readBlock(a, start, count, 1, left);
    readBlock(b, start, count, 1, right);
    for (let k = 0; k < count; k++) {
      const x = left[k]!;
      const y = right[k]!;
      if (x === y || (Number.isNaN(x) && Number.isNaN(y))) continue;
      const i = start + k;
      if (differing++ === 0) {
        first = i;
        value = y;
      }
      last = i;
      if (y !== value) constant = false;
      errors.add(y - x);
      if (extent === undefined) continue;
      const row = Math.floor(i / extent.step.h) % h;
      const column = Math.floor(i / extent.step.w) % w;
      rows[row]!++;
      columns[column]!++;
      channels[Math.floor(i / extent.step.c) % c]!++;
      if (row === 0 || column === 0 || row === h - 1 || column === w - 1) border++;
    }
  }
  if (differing === 0) return undefined;
  const sorted = errors.sorted();
  const text = [
    ...(extent === undefined ? [] : places(channels, rows, columns, border === differing)),
    ...range(a.size, first, last),
    ...sizes(sorted, differing),
    ...(constant && differing > 1 ? [`all of them are ${value}`] : []),
  ];
  const image = h > 1 || w > 1;
  return {
    ...(extent === undefined ? {} : { channels: [...channels] }),
    ...(extent === undefined || !image ? {} : { rows: [...rows], columns: [...columns] }),
    range: [first, last],
    errors: sorted.slice(0, 8),
    text,
  };
}

/** How often each error occurs: small integers in an array, all others in a map of bounded size. */
class ErrorCounts {
  private readonly small = new Int32Array(2 * SMALL + 1);
  private readonly others = new Map<number, number>();

  add(error: number): void {
    if (error >= -SMALL && error <= SMALL && Number.isInteger(error)) this.small[error + SMALL]!++;
    else if (this.others.size < OTHERS_MAX || this.others.has(error))
      this.others.set(error, (this.others.get(error) ?? 0) + 1);
  }

  /** Most frequent first. */
  sorted(): { error: number; count: number }[] {
    const small = Array.from(this.small, (count, i) => ({ error: i - SMALL, count })).filter(({ count }) => count > 0);
    const others = Array.from(this.others, ([error, count]) => ({ error, count }));
    return [...small, ...others].sort((x, y) => y.count - x.count);
  }
}

function places(channels: Int32Array, rows: Int32Array, columns: Int32Array, isBorder: boolean): string[] {
  const image = rows.length > 1 || columns.length > 1;
  const lines = [part("channel", channels)];
  if (!image) return lines.filter((line) => line !== "");
  if (isBorder && rows.length > 2 && columns.length > 2) lines.push("only on the image's border");
  lines.push(part("row", rows), part("column", columns));
  const found = lines.filter((line) => line !== "");
  return found.length > 0 ? found : ["in every channel, row and column"];
}

function part(name: string, counts: Int32Array): string {
  const hit = Array.from(counts.keys()).filter((i) => counts[i]! > 0);
  if (hit.length === counts.length) return "";
  const ranges = formatRanges(hit);
  if (ranges === undefined) return `only in ${hit.length} of ${counts.length} ${name}s`;
  return `only in ${name}${hit.length > 1 ? "s" : ""} ${ranges} of 0–${counts.length - 1}`;
}

function range(size: number, first: number, last: number): string[] {
  if (first > 0 && last === size - 1 && first > size / 8) return [`nothing before element ${first} of ${size}`];
  if (first === 0 && last < size - 1 - size / 8) return [`nothing behind element ${last} of ${size}`];
  return [];
}

function sizes(errors: readonly { error: number; count: number }[], differing: number): string[] {
  const signed = (error: number): string => (error > 0 ? `+${error}` : `${error}`);
  const integers = errors.every(({ error }) => Number.isInteger(error));
  if (!integers) return [];
  const alike = errors.slice(0, 3).map(({ error, count }) => `${signed(error)} (${count})`);
  if (errors.length === 1) return [`always ${signed(errors[0]!.error)}`];
  if (differing > 2 && errors.every(({ error }) => error % 256 === 0))
    return ["every error is a multiple of 256: wrapped instead of saturated"];
  return [`errors ${alike.join(", ")}${errors.length > 3 ? ` and ${errors.length - 3} other values` : ""}`];
}
