import type { OnnxDim } from "../../model.js";
import type { ShapeRule } from "../rule.js";

/** The axis is replaced by the shape of the indices. */
export const gather: ShapeRule = (node) => {
  const { dtype, shape, elements } = node.input(0);
  const indices = node.shape(1);
  if (shape === undefined || indices === undefined) return [{ dtype, shape: undefined }];
  const axis = node.axis(node.int("axis", 0), shape.length);
  const result = [...shape.slice(0, axis), ...indices, ...shape.slice(axis + 1)];
  const picks = node.integers(1);
  if (elements === undefined || picks === undefined || shape.length !== 1 || result.length > 1)
    return [{ dtype, shape: result }];
  const taken = picks.map((at): OnnxDim => elements[node.axis(at, elements.length)]!);
  return [{ dtype, shape: result, elements: taken }];
};

/** The shape of the indices. */
export const gatherElements: ShapeRule = (node) => [{ dtype: node.input(0).dtype, shape: node.shape(1) }];

/** [batch…, tuple…] of the indices, then the axes of the data behind those that a tuple names. */
export const gatherNd: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  const indices = node.shape(1);
  const depth = indices?.at(-1);
  if (shape === undefined || indices === undefined || typeof depth !== "number") return [{ dtype, shape: undefined }];
  return [{ dtype, shape: [...indices.slice(0, -1), ...shape.slice(node.int("batch_dims", 0) + depth)] }];
};
