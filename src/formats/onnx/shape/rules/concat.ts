import type { OnnxDim } from "../../model.js";
import { addDims, floorDivideDims, subtractDims } from "../dim.js";
import { type NodeView, shapeText } from "../node-view.js";
import type { Shape, ShapeRule, ValueFacts } from "../rule.js";

/** Axes other than `axis` must be equal; that one adds up. */
export const concat: ShapeRule = (node) => {
  const parts = Array.from({ length: node.inputCount }, (_, index) => node.input(index));
  return [{ dtype: node.input(0).dtype, ...joined(node, parts) }];
};

/** Inputs ys, yz, then x, xs, xz of every part. */
export const qlinearConcat: ShapeRule = (node) => {
  const parts: ValueFacts[] = [];
  for (let index = 2; index < node.inputCount; index += 3) parts.push(node.input(index));
  return [{ ...joined(node, parts), dtype: node.input(1).dtype }];
};

function joined(node: NodeView, parts: readonly ValueFacts[]): Pick<ValueFacts, "shape" | "elements"> {
  const [first, ...others] = parts;
  if (first === undefined) node.fail("at least one input must be given", "none");
  for (const { dtype } of others) {
    if (dtype !== first.dtype) node.fail("inputs must have one dtype", `${first.dtype} and ${dtype}`);
  }
  const shapes = parts.map((part) => part.shape);
  const rank = shapes.find((shape) => shape !== undefined)?.length;
  if (rank === undefined) return { shape: undefined };
  const axis = node.axis(node.attribute("axis", "int") ?? node.fail("axis must be given", "none"), rank);
  const result = new Array<OnnxDim>(rank).fill(null);
  result[axis] = 0;
  for (const shape of shapes) {
    if (shape !== undefined && shape.length !== rank) node.fail(`inputs must all have rank ${rank}`, shapeText(shape));
    for (let i = 0; i < rank; i++) {
      const dim = shape?.[i] ?? null;
      result[i] =
        i === axis ? addDims(result[i]!, dim) : node.unify(result[i]!, dim, `axis ${i} of all inputs must be equal`);
    }
  }
  const elements = rank === 1 ? parts.map((part) => part.elements ?? unknownElements(part.shape)) : [undefined];
  return { shape: result, ...(!elements.includes(undefined) && { elements: elements.flat() as OnnxDim[] }) };
}

function unknownElements(shape: Shape | undefined): readonly OnnxDim[] | undefined {
  const length = shape?.[0];
  return typeof length === "number" && length <= 64 ? new Array<OnnxDim>(length).fill(null) : undefined;
}

/** Sizes as an attribute before opset 13, as input 1 from there on; else equal parts (the last may be smaller, 18). */
export const split: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  const count = node.node.outputs.length;
  if (shape === undefined) return new Array<ValueFacts>(count).fill({ dtype, shape });
  const axis = node.axis(node.int("axis", 0), shape.length);
  const whole = shape[axis]!;
  const byInput = node.opset >= 13;
  const unknown = byInput && node.has(1) && node.elements(1) === undefined;
  const given = byInput ? node.elements(1) : node.attribute("split", "ints");
  const sizes = unknown ? new Array<OnnxDim>(count).fill(null) : (given ?? equalParts(node, whole, count));
  if (sizes.length !== count) node.fail(`split must have one size for each of ${count} outputs`, `${sizes.length}`);
  if (given !== undefined) node.unify(sizes.reduce(addDims, 0), whole, `split sizes must add up to axis ${axis}`);
  return sizes.map((size) => ({ dtype, shape: shape.map((dim, i) => (i === axis ? size : dim)) }));
};

function equalParts(node: NodeView, whole: OnnxDim, count: number): readonly OnnxDim[] {
  const parts = node.int("num_outputs", count);
  if (parts !== count) node.fail("num_outputs must be the number of outputs", `${parts} and ${count}`);
  if (node.opset < 18) {
    if (typeof whole === "number" && whole % count !== 0)
      node.fail(`the axis must split into ${count} equal parts`, `${whole}`);
    return new Array<OnnxDim>(count).fill(floorDivideDims(whole, count));
  }
  if (typeof whole !== "number")
    return [...new Array<OnnxDim>(count - 1).fill(floorDivideDims(addDims(whole, count - 1), count)), null];
  const size = Math.ceil(whole / count);
  return Array.from({ length: count }, (_, i) => (i < count - 1 ? size : subtractDims(whole, size * (count - 1))));
}
