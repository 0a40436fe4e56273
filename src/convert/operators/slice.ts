import type { GraphBuilder } from "../graph/builder.js";
import { int64 } from "../graph/constants.js";
import type { Value } from "../graph/value.js";
import { materialize } from "./elementwise.js";

/** A part of some axes of the source: from `start` up to but not with `end`, every `step`-th; a step of -1 turns it round. */
export interface Cut {
  readonly axis: number;
  readonly start: number;
  readonly end: number;
  readonly step?: number;
}

export function slice(g: GraphBuilder, value: Value, cuts: readonly Cut[]): Value {
  const x = materialize(g, value);
  const size = ({ start, end, step = 1 }: Cut): number => Math.max(0, Math.ceil((end - start) / step));
  const needed = cuts.filter((cut) => cut.step !== undefined || size(cut) !== x.shape[cut.axis]);
  if (needed.length === 0) return x;
  const list = (role: string, values: number[]): string => g.weight(role, int64(values));
  const inputs = [
    x.name,
    list(
      "starts",
      needed.map(({ start }) => start),
    ),
    list(
      "ends",
      // Backwards to the first element ends before element 0, which only a number below every index says.
      needed.map(({ end, step = 1 }) => (step < 0 && end < 0 ? -(2 ** 31) : end)),
    ),
    list(
      "axes",
      needed.map(({ axis }) => x.order.indexOf(axis)),
    ),
  ];
  if (needed.some(({ step = 1 }) => step !== 1))
    inputs.push(
      list(
        "steps",
        needed.map(({ step = 1 }) => step),
      ),
    );
  const shape = x.shape.slice();
  for (const cut of needed) shape[cut.axis] = size(cut);
  return { ...x, name: g.node("Slice", inputs), shape };
}
