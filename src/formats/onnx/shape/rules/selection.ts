import type { OnnxDim } from "../../model.js";
import type { ShapeRule } from "../rule.js";

/** k is an attribute before opset 10, then an input; the second output holds int64 positions. */
export const topK: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  const k = node.opset < 10 ? node.int("k", 0) : (node.elements(1)?.[0] ?? null);
  const axis = shape && node.axis(node.int("axis", -1), shape.length);
  const result = shape?.map((dim, i) => (i === axis ? k : dim));
  return [
    { dtype, shape: result },
    { dtype: "int64", shape: result },
  ];
};

/** Indices, depth, [off, on]: a new axis of the depth. */
export const oneHot: ShapeRule = (node) => {
  const { dtype } = node.input(2);
  const shape = node.shape(0);
  if (shape === undefined) return [{ dtype, shape }];
  const axis = node.axis(node.int("axis", -1), shape.length + 1);
  const depth: OnnxDim = node.elements(1)?.[0] ?? node.constant(1)?.toNumbers()[0] ?? null;
  return [{ dtype, shape: [...shape.slice(0, axis), depth, ...shape.slice(axis)] }];
};
