import type { ShapeRule } from "../rule.js";

/** One input, the same shape and dtype: Relu, Sigmoid, Neg … Parameters in further inputs do not matter. */
export const unary: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  return [{ dtype, shape }];
};

/** The very same value under another name. */
export const identity: ShapeRule = (node) => [node.input(0)];

export const not: ShapeRule = (node) => [{ dtype: "bool", shape: node.shape(0) }];

/** Dropout at inference: the data as it is, and a mask. */
export const dropout: ShapeRule = (node) => {
  const data = node.input(0);
  return [data, { dtype: node.opset >= 10 ? "bool" : data.dtype, shape: data.shape }];
};

/** Min and max of Clip are scalars. */
export const clip: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  for (const index of [1, 2]) {
    if (!node.has(index)) continue;
    const bound = node.input(index);
    if (bound.dtype !== dtype) node.fail(`input ${index} must be ${dtype} as the data`, bound.dtype);
    const rank = bound.shape?.length ?? 0;
    // Exporters write [1] where the specification asks for a scalar; runtimes take it.
    if (rank > 1 || (rank === 1 && bound.shape?.[0] !== 1)) {
      node.fail(`input ${index} must be a scalar`, `shape [${bound.shape?.join(", ")}]`);
    }
  }
  return [{ dtype, shape }];
};

/** Softmax, LogSoftmax, Hardmax: the shape of the data; the axis must exist. */
export const alongAxis: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  if (shape !== undefined && shape.length > 0) node.axis(node.int("axis", node.opset >= 13 ? -1 : 1), shape.length);
  return [{ dtype, shape }];
};

/** The slope of PRelu broadcasts into the data, never the other way round. */
export const prelu: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  const slope = node.shape(1);
  if (shape !== undefined && slope !== undefined) {
    if (slope.length > shape.length) node.fail(`slope must have at most ${shape.length} axes`, `${slope.length}`);
    for (let i = 0; i < slope.length; i++) {
      if (slope[i] === 1) continue;
      node.unify(slope[i] ?? null, shape[shape.length - slope.length + i] ?? null, "slope must broadcast to the data");
    }
  }
  return [{ dtype, shape }];
};
