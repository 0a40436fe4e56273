import type { Tensor } from "../../../base/tensor/tensor.js";
import { call, constant, scalar } from "../../graph/build.js";
import { evaluate } from "../../graph/evaluate.js";
import type { Node, Value } from "../../graph/graph.js";
import { show } from "../../graph/operators/rule.js";
import { eitherWay, isConstant, isScalarOf, type Matcher, made } from "../pattern.js";
import { mergedNames } from "./merged-origin.js";

const resultOf = (node: Node): Value => node.results[0] as Value;
const sameType = (a: Value, b: Value): boolean => show(a.type) === show(b.type);

/** The neutral right operand of an operator, and whether it may stand left as well. */
const NEUTRAL: ReadonlyMap<string, { value: number; commutes: boolean }> = new Map([
  ["add", { value: 0, commutes: true }],
  ["divide", { value: 1, commutes: false }],
  ["multiply", { value: 1, commutes: true }],
  ["subtract", { value: 0, commutes: false }],
]);

/** x + 0, x − 0, x · 1, x / 1 → x. */
export const eliminateIdentity: Matcher = (node) => {
  const neutral = NEUTRAL.get(node.op);
  if (neutral === undefined) return undefined;
  const [a, b] = node.inputs as [Value, Value];
  const x = isConstant(b) ? a : neutral.commutes && isConstant(a) ? b : undefined;
  if (x === undefined || !isScalarOf(x === a ? b : a, neutral.value) || !sameType(x, resultOf(node))) return undefined;
  return { inner: [], replace: (rewritten) => rewritten(x) };
};

/** x + x → x · 2. */
export const doubleToMultiply: Matcher = (node) => {
  const [a, b] = node.inputs as [Value, Value];
  if (node.op !== "add" || a !== b) return undefined;
  return {
    inner: [],
    replace: (rewritten) => call("multiply", [rewritten(a), scalar(a.type.dtype, two(a))], {}, node.origin),
  };
};

function two(value: Value): number | bigint {
  return value.type.dtype === "int64" ? 2n : 2;
}

/** n / √x → n · rsqrt(x). */
export const reciprocalRoot: Matcher = (node) => {
  const root = node.op === "divide" ? made(node.inputs[1], "sqrt") : undefined;
  if (root === undefined) return undefined;
  const [numerator, x] = [node.inputs[0] as Value, root.inputs[0] as Value];
  return {
    inner: [root],
    replace: (rewritten) =>
      call(
        "multiply",
        [rewritten(numerator), call("rsqrt", [rewritten(x)], {}, { onnx: mergedNames([root, node]) })],
        {},
        node.origin,
      ),
  };
};

const foldTwo = (op: string, a: Tensor, b: Tensor): Value => constant(evaluate(op, [a, b], {}) as Tensor);

/** (x · a) · b → x · (a · b) and (x + a) + b → x + (a + b) for constants a, b. */
export const mergeConstants: Matcher = (node) => {
  if (node.op !== "multiply" && node.op !== "add") return undefined;
  for (const [value, outer] of eitherWay(node)) {
    const below = made(value, node.op);
    if (below === undefined || !isConstant(outer)) continue;
    for (const [x, inner] of eitherWay(below)) {
      if (!isConstant(inner)) continue;
      if (isConstant(x)) return undefined;
      return {
        inner: [below],
        replace: (rewritten) =>
          call(
            node.op,
            [rewritten(x), foldTwo(node.op, inner.tensor, outer.tensor)],
            {},
            { ...node.origin, onnx: mergedNames([below, node]) },
          ),
      };
    }
  }
  return undefined;
};

/** (x + a) · b → x · b + a · b for constants a, b. */
export const multiplyBeforeAdd: Matcher = (node) => {
  if (node.op !== "multiply") return undefined;
  for (const [value, factor] of eitherWay(node)) {
    const below = made(value, "add");
    if (below === undefined || !isConstant(factor)) continue;
    for (const [x, inner] of eitherWay(below)) {
      if (!isConstant(inner) || isConstant(x)) continue;
      const shift = foldTwo("multiply", inner.tensor, factor.tensor);
      return {
        inner: [below],
        replace: (rewritten) =>
          call(
            "add",
            [call("multiply", [rewritten(x), factor], {}, node.origin), shift],
            {},
            { ...node.origin, onnx: mergedNames([below, node]) },
          ),
      };
    }
  }
  return undefined;
};
