import type { ImageLayout } from "../../diff/image-layout.js";
import type { Axis } from "./axes.js";
import { along, axesOf } from "./axes.js";
import { indexSetWords } from "./index-set.js";

/** A set of a tensor's elements in words. */
export interface ElementSet {
  /** Of the closure, such as `channels 16–31 of odd rows`; empty where it is the whole tensor. */
  readonly text: string;
  /**
   * Of the set itself: where it does not fill its closure `row 15 and column 15` if it is all of some lines, else
   * `40 of 64 elements in channels 16–31`.
   */
  readonly exact: string;
  /** Marks with 1 the smallest set of whole positions along each axis that holds all of them. */
  readonly closure: Uint8Array;
  /** Whether the closure holds nothing else. */
  readonly isWhole: boolean;
}

/** @param marks 1 for each element of the set; at least one is */
export function elementSet(marks: Uint8Array, shape: readonly number[], layout: ImageLayout | undefined): ElementSet {
  const axes = axesOf(shape, layout);
  const seen = axes.map(({ length }) => new Uint8Array(length));
  let count = 0;
  for (let i = 0; i < marks.length; i++) {
    if (marks[i] === 0) continue;
    count++;
    for (let a = 0; a < axes.length; a++) seen[a]![along(axes[a]!, i)] = 1;
  }
  const closure = new Uint8Array(marks.length);
  let inside = 0;
  for (let i = 0; i < marks.length; i++) {
    let all = 1;
    for (let a = 0; a < axes.length; a++) all &= seen[a]![along(axes[a]!, i)]!;
    closure[i] = all;
    inside += all;
  }
  const parts = axes.flatMap((axis, a) => {
    const positions = Array.from(seen[a]!.keys()).filter((position) => seen[a]![position] === 1);
    const words = indexSetWords(axis.name, positions, axis.length);
    return words === "" ? [] : [words];
  });
  const isWhole = inside === count;
  const text = parts.toReversed().join(" of ");
  const counted = (): string => `${count} of ${inside} elements${text === "" ? "" : ` in ${text}`}`;
  const exact = isWhole ? text : (lines(marks, axes, count) ?? counted());
  return { text, exact, closure, isWhole };
}

/** A set that is all of some rows, columns or channels together. */
function lines(marks: Uint8Array, axes: readonly Axis[], count: number): string | undefined {
  const full = axes.map(({ length }) => new Uint8Array(length).fill(1));
  for (let i = 0; i < marks.length; i++)
    if (marks[i] === 0) for (let a = 0; a < axes.length; a++) full[a]![along(axes[a]!, i)] = 0;
  let covered = 0;
  for (let i = 0; i < marks.length; i++) if (axes.some((axis, a) => full[a]![along(axis, i)] === 1)) covered++;
  if (covered < count) return undefined;
  const parts = axes.flatMap(({ name, length }, a) => {
    const positions = Array.from(full[a]!.keys()).filter((position) => full[a]![position] === 1);
    return positions.length === 0 ? [] : [indexSetWords(name, positions, length)];
  });
  return parts.join(" and ");
}
