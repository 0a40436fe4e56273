import type { OnnxDim } from "../../model.js";
import { addDims, floorDivideDims, maxDim, minDim, multiplyDims, subtractDims } from "../dim.js";
import { type NodeView, shapeText } from "../node-view.js";
import type { Shape, ShapeRule, ValueFacts } from "../rule.js";

type ElementOperation = (a: OnnxDim, b: OnnxDim) => OnnxDim;

/** numpy's rule. A symbol beside a number other than 1 gives the number: the symbol is that number or 1. */
export function broadcastShapes(node: NodeView, shapes: readonly (Shape | undefined)[]): Shape | undefined {
  if (shapes.includes(undefined)) return undefined;
  const known = shapes as readonly Shape[];
  const rank = Math.max(0, ...known.map((shape) => shape.length));
  const result: OnnxDim[] = [];
  for (let i = 0; i < rank; i++) {
    let dim: OnnxDim = 1;
    for (const shape of known) {
      const at = i - rank + shape.length;
      if (at >= 0) dim = broadcastDims(node, dim, shape[at] ?? null, known);
    }
    result.push(dim);
  }
  return result;
}

function broadcastDims(node: NodeView, a: OnnxDim, b: OnnxDim, shapes: readonly Shape[]): OnnxDim {
  if (a === 1 || a === b) return b;
  if (b === 1) return a;
  if (typeof a === "number" && typeof b === "number") {
    node.fail("shapes must broadcast", shapes.map(shapeText).join(" and "));
  }
  if (typeof a === "number") return a;
  return typeof b === "number" ? b : null;
}

/** Any number of inputs of one dtype, broadcast together. */
export const broadcast: ShapeRule = (node) => [broadcastFacts(node)];

/** Two inputs of one dtype, compared: a bool. */
export const comparison: ShapeRule = (node) => [{ ...broadcastFacts(node), dtype: "bool" }];

/** Pow: the exponent may be of another dtype. */
export const power: ShapeRule = (node) => [
  { dtype: node.input(0).dtype, shape: broadcastShapes(node, [node.shape(0), node.shape(1)]) },
];

/** As `broadcast`, carrying known integers along. */
export const arithmetic =
  (operation: ElementOperation): ShapeRule =>
  (node) => {
    const facts = broadcastFacts(node);
    return [{ ...facts, ...combined(node, facts.shape, operation) }];
  };

export const add = arithmetic(addDims);
export const subtract = arithmetic(subtractDims);
export const multiply = arithmetic(multiplyDims);
export const minimum = arithmetic(minDim);
export const maximum = arithmetic(maxDim);

/** Integer division rounds towards zero, which is down for sizes. */
export const divide = arithmetic((a, b) =>
  typeof a === "number" && typeof b === "number" && b !== 0 ? Math.trunc(a / b) : floorDivideDims(a, b),
);

export const equal: ShapeRule = (node) => {
  const facts: ValueFacts = { ...broadcastFacts(node), dtype: "bool" };
  const compare: ElementOperation = (a, b) => {
    if (a === null || b === null) return null;
    const difference = subtractDims(a, b);
    if (typeof difference === "number") return difference === 0 ? 1 : 0;
    // A size is never negative, so it never equals the -1 that exporters compare shapes with.
    return (typeof a === "number" && a < 0) || (typeof b === "number" && b < 0) ? 0 : null;
  };
  return [{ ...facts, ...combined(node, facts.shape, compare) }];
};

export const where: ShapeRule = (node) => {
  const { dtype } = node.input(1);
  requireSame(node, [1, 2]);
  const shape = broadcastShapes(node, [node.shape(0), node.shape(1), node.shape(2)]);
  const [condition, yes, no] = [node.elements(0), node.elements(1), node.elements(2)];
  if (shape === undefined || shape.length > 1 || !condition || !yes || !no) return [{ dtype, shape }];
  const length = shape.length === 0 ? 1 : Number(shape[0]);
  const elements: OnnxDim[] = [];
  for (let i = 0; i < length; i++) {
    const [c, y, n] = [pick(condition, i), pick(yes, i), pick(no, i)];
    elements.push(c === 1 ? y : c === 0 ? n : y === n ? y : null);
  }
  return [{ dtype, shape, elements }];
};

const pick = (elements: readonly OnnxDim[], i: number): OnnxDim => elements[elements.length === 1 ? 0 : i] ?? null;

function requireSame(node: NodeView, indices: readonly number[]): void {
  const [first, ...others] = indices.map((index) => node.input(index).dtype);
  for (const other of others) if (other !== first) node.fail("inputs must have one dtype", `${first} and ${other}`);
}

function broadcastFacts(node: NodeView): ValueFacts {
  const indices = Array.from({ length: node.inputCount }, (_, index) => index);
  requireSame(node, indices);
  const shape = broadcastShapes(
    node,
    indices.map((index) => node.shape(index)),
  );
  return { dtype: node.input(0).dtype, shape };
}

function combined(node: NodeView, shape: Shape | undefined, operation: ElementOperation): Pick<ValueFacts, "elements"> {
  if (shape === undefined || shape.length > 1) return {};
  const inputs = Array.from({ length: node.inputCount }, (_, index) => node.elements(index));
  if (inputs.includes(undefined)) return {};
  const length = Math.max(...inputs.map((elements) => elements!.length));
  const elements = Array.from({ length }, (_, i) =>
    inputs.map((one) => pick(one!, i)).reduce((a, b) => operation(a, b)),
  );
  return { elements };
}
