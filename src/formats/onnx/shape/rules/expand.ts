import type { ShapeRule } from "../rule.js";
import { broadcastShapes } from "./broadcast.js";
import { shapeFromElements } from "./constant.js";

/** The data broadcast together with the shape in input 1 (a 1 there leaves the data's axis as it is). */
export const expand: ShapeRule = (node) => [
  { dtype: node.input(0).dtype, shape: broadcastShapes(node, [node.shape(0), shapeFromElements(node, 1)]) },
];
