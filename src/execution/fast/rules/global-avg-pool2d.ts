import { numbersAttribute, stringAttribute } from "../../../../kernels-ref/attributes.js";
import type { Attributes } from "../../../ir/graph/graph.js";
import type { Emitter } from "../emitter.js";
import { EXACT, type Held, magnitude } from "../held.js";
import { type FastRule, isHeld } from "../rule.js";
import { emitTable } from "./esp-lookup.js";

/** `nn.global_avg_pool2d` of float32 on a grid. */
export const globalAvgPool2d: FastRule = ({ attributes, inputs, type }, emitter) => {
  const [data] = inputs;
  return isHeld(data) ? planeMeans(emitter, data, layoutOf(attributes), 1, type.shape) : undefined;
};

/** `esp.global_avg_pool2d` whose table has multiples of a power of two. */
export const espGlobalAvgPool2d: FastRule = ({ attributes, inputs, type }, emitter) => {
  const [data] = inputs;
  const table = numbersAttribute(attributes, "table");
  const step = table[129]!;
  if (!isHeld(data) || step <= 0 || !Number.isInteger(Math.log2(step))) return undefined;
  const multiples = table.map((entry) => entry / step);
  if (!multiples.every(Number.isInteger)) return undefined;
  const isScale = multiples.every((entry, i) => entry === i - 128);
  const held = isScale ? data : emitTable(emitter, data, multiples);
  return held && planeMeans(emitter, held, layoutOf(attributes), step, type.shape);
};

function layoutOf(attributes: Attributes): { readonly layout: string } {
  return { layout: stringAttribute(attributes, "layout", "NCHW") };
}

/** The exact sum of a plane, divided once. @param step what one integer is worth, besides its grid */
export function planeMeans(
  emitter: Emitter,
  data: Held,
  { layout = "NCHW" }: { readonly layout?: string },
  step: number,
  shape: readonly number[],
): Held | undefined {
  if (data.grid === undefined || data.shape.length !== 4) return undefined;
  const count = data.shape[layout.indexOf("H")]! * data.shape[layout.indexOf("W")]!;
  if (count * (magnitude(data) + 128) >= EXACT) return undefined;
  const settled = emitter.settled(data);
  const axes = layout === "NCHW" || settled.image ? [2, 3] : [1, 2];
  const held = layout === "NCHW" ? emitter.plain(settled) : settled;
  const sum = emitter.node("ReduceSum", [held.name, emitter.ints(axes)], { keepdims: 1 });
  const name = emitter.node("Div", [sum, emitter.scalar(count / step)]);
  return { ...held, name, shape, grid: undefined };
}
