import type { DType } from "../../../../base/tensor/dtype.js";
import { dtypeOf } from "../../data-type.js";
import type { ShapeRule } from "../rule.js";
import { broadcastShapes } from "./broadcast.js";

/** The dtype of the zero point; without one output_dtype (21), else uint8. */
export const quantizeLinear: ShapeRule = (node) => {
  const dtype: DType = node.has(2) ? node.input(2).dtype : (dtypeOf(node.int("output_dtype", 0)) ?? "uint8");
  return [{ dtype, shape: node.shape(0) }];
};

/** The dtype of the scale. */
export const dequantizeLinear: ShapeRule = (node) => [{ dtype: node.input(1).dtype, shape: node.shape(0) }];

/** Inputs a, as, az, b, bs, bz, ys, yz, broadcast. */
export const qlinearBinary: ShapeRule = (node) => [
  { dtype: node.input(0).dtype, shape: broadcastShapes(node, [node.shape(0), node.shape(3)]) },
];
