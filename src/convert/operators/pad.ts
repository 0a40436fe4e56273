import { text } from "../graph/attributes.js";
import type { GraphBuilder } from "../graph/builder.js";
import { int64, scalar } from "../graph/constants.js";
import type { Value } from "../graph/value.js";
import { onnxPads } from "./window.js";

/** Elements before and after every axis of the source: a number, or what lies inside, mirrored. */
export function pad(
  g: GraphBuilder,
  x: Value,
  pads: readonly (readonly [number, number])[],
  fill: number | "reflect" = 0,
): Value {
  if (pads.every(([before, after]) => before === 0 && after === 0)) return x;
  const amounts = g.weight("pads", int64(onnxPads(x.order.map((axis) => pads[axis]!))));
  const name =
    fill === "reflect"
      ? g.node("Pad", [x.name, amounts], { mode: text("reflect") })
      : g.node("Pad", [x.name, amounts, g.weight("value", scalar(fill))], { mode: text("constant") });
  return { ...x, name, shape: x.shape.map((size, axis) => size + pads[axis]![0] + pads[axis]![1]) };
}
