import type { OnnxDim } from "../../model.js";
import { addDims, ceilDivideDims, subtractDims } from "../dim.js";
import { type NodeView, shapeText } from "../node-view.js";
import type { ShapeRule } from "../rule.js";

/** Ends from here on mean "to the end of the axis", whatever the size (INT32_MAX and INT64_MAX in the wild). */
const BOUNDLESS = 2 ** 31 - 1;

interface Cut {
  readonly start: OnnxDim;
  readonly end: OnnxDim;
  readonly step: number;
}

/** starts, ends, axes as attributes before opset 10, as inputs (with steps) from there on. */
export const slice: ShapeRule = (node) => {
  const { dtype, shape, elements } = node.input(0);
  if (shape === undefined) return [{ dtype, shape }];
  const cuts = cutsOf(node, shape.length);
  if (cuts === undefined) return [{ dtype, shape: shape.map(() => null) }];
  const result = shape.map((dim, axis) => {
    const cut = cuts.get(axis);
    return cut === undefined ? dim : cutLength(dim, cut);
  });
  const cut = cuts.get(0);
  const taken =
    shape.length === 1 && elements !== undefined && cut !== undefined ? takeElements(elements, cut) : undefined;
  return [{ dtype, shape: result, ...(taken && { elements: taken }) }];
};

function cutsOf(node: NodeView, rank: number): Map<number, Cut> | undefined {
  const byInput = node.opset >= 10;
  const starts = byInput ? node.elements(1) : node.attribute("starts", "ints");
  const ends = byInput ? node.elements(2) : node.attribute("ends", "ints");
  if (byInput && [3, 4].some((index) => node.has(index) && node.integers(index) === undefined)) return undefined;
  if (starts === undefined || ends === undefined)
    return byInput ? undefined : node.fail("starts and ends must be given", "none");
  const axes = (byInput ? node.integers(3) : node.attribute("axes", "ints")) ?? starts.map((_, axis) => axis);
  const steps = (byInput ? node.integers(4) : undefined) ?? starts.map(() => 1);
  if ([ends, axes, steps].some((list) => list.length !== starts.length)) {
    node.fail(
      "starts, ends, axes and steps must have one length",
      [starts, ends, axes, steps].map(shapeText).join(" "),
    );
  }
  if (steps.includes(0)) node.fail("steps must not be 0", shapeText(steps));
  return new Map(
    axes.map((axis, i) => [node.axis(axis, rank), { start: starts[i]!, end: ends[i]!, step: steps[i]! }] as const),
  );
}

/** The first index and one past the last, counted as numpy does. */
function clampCut(size: number, start: number, end: number, step: number): [number, number] {
  const clamp = (at: number): number => {
    const low = step > 0 ? 0 : -1;
    const high = step > 0 ? size : size - 1;
    return Math.min(Math.max(at < 0 ? at + size : at, low), high);
  };
  return [clamp(start), clamp(end)];
}

function cutLength(size: OnnxDim, { start, end, step }: Cut): OnnxDim {
  if (typeof size === "number" && typeof start === "number" && typeof end === "number") {
    const [from, to] = clampCut(size, start, end, step);
    return Math.max(0, Math.ceil((to - from) / step));
  }
  if (step < 0)
    return start === -1 && typeof end === "number" && end <= -BOUNDLESS ? ceilDivideDims(size, -step) : null;
  // Symbolic: a constant offset is taken to lie inside the axis, as exporters mean it.
  const place = (at: OnnxDim): OnnxDim => {
    if (typeof at === "number") return at >= BOUNDLESS ? size : at < 0 ? addDims(size, at) : at;
    return at;
  };
  if (typeof size !== "number" && typeof end === "number" && end > 0 && end < BOUNDLESS) return null;
  return ceilDivideDims(subtractDims(place(end), place(start)), step);
}

function takeElements(elements: readonly OnnxDim[], { start, end, step }: Cut): readonly OnnxDim[] | undefined {
  if (typeof start !== "number" || typeof end !== "number") return undefined;
  const [from, to] = clampCut(elements.length, start, end, step);
  const taken: OnnxDim[] = [];
  for (let i = from; step > 0 ? i < to : i > to; i += step) taken.push(elements[i]!);
  return taken;
}
