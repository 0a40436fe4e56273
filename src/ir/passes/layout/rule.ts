import type { Attributes } from "../../../../kernels-ref/operator.js";
import type { TensorType } from "../../graph/graph.js";

/** `NCHW`; "" is a scalar's; undefined is not known. */
export type Layout = string | undefined;

export interface LayoutQuery {
  readonly attributes: Attributes;
  /** Layouts in which the producers now deliver; undefined on the first question, about the operator as it was. */
  readonly delivered: readonly Layout[] | undefined;
  /** Layouts of the inputs before the pass. */
  readonly original: readonly Layout[];
  /** Types of the inputs before the pass. */
  readonly types: readonly TensorType[];
}

/** What the operator wants to read and will make; undefined layouts mean that it cannot say. */
export interface LayoutAnswer {
  readonly inputs: readonly Layout[];
  readonly outputs: readonly Layout[];
  readonly attributes: Attributes;
}

export type LayoutRule = (query: LayoutQuery) => LayoutAnswer;

/** The trailing `count` axes of a layout. */
export function trailing(layout: string, count: number): string {
  return count === 0 ? "" : layout.slice(-count);
}

/**
 * Renames `to` as `like` is renamed from `from`, matching axes from the right: CHW like NCHW → NHWC gives NHWC.
 * Undefined when the longer of both repeats an axis of its matched part.
 */
export function transformLike(like: string, from: string, to: string): Layout {
  const [large, small] = from.length > like.length ? [from, like] : [like, from];
  const matched = trailing(large, small.length);
  const rest = large.slice(0, large.length - small.length);
  if ([...rest].some((axis) => matched.includes(axis))) return undefined;
  if (like === "") return "";
  const names = new Map<string, string>();
  const used = new Set<string>();
  for (let i = like.length - 1, j = from.length - 1; i >= 0 && j >= 0; i--, j--) {
    names.set(from[j] as string, like[i] as string);
    used.add(like[i] as string);
  }
  for (const axis of [...from].reverse()) {
    if (names.has(axis)) continue;
    const free = used.has(axis) ? [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"].find((letter) => !used.has(letter)) : axis;
    names.set(axis, free as string);
    used.add(free as string);
  }
  return [...to].map((axis) => names.get(axis)).join("");
}
