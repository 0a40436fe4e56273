import { isReshape } from "../../../ir/graph/operators/table.js";
import type { CallLayer } from "../../../ir/graph/program.js";
import type { Runs } from "../runs.js";

/** How the calls that an entry point made differ from those of the program: one line, undefined where they do not. */
export function orderFault({ program }: Runs, made: readonly number[]): string | undefined {
  // A reshape is a call without a function.
  const calls = program.layers.filter((layer): layer is CallLayer => layer.kind === "call" && !isReshape(layer.op));
  const expected = calls.map(({ index }) => index);
  const missing = expected.filter((index) => !made.includes(index));
  const twice = made.filter((index, i) => made.indexOf(index) !== i);
  const parts = [
    ...(missing.length > 0 ? [`does not call ${layers(missing)}`] : []),
    ...(twice.length > 0 ? [`calls ${layers([...new Set(twice)])} more than once`] : []),
  ];
  const order = made.filter((index, i) => made.indexOf(index) === i);
  const at = order.findIndex((index, i) => i > 0 && index < order[i - 1]!);
  if (at > 0) parts.push(`calls layer ${order[at - 1]} before layer ${order[at]}`);
  return parts.length > 0 ? parts.join(", ") : undefined;
}

const layers = (indices: readonly number[]): string => `layer${indices.length > 1 ? "s" : ""} ${indices.join(", ")}`;
