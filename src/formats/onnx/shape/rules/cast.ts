import { dtypeOf } from "../../data-type.js";
import type { ShapeRule } from "../rule.js";

export const cast: ShapeRule = (node) => {
  const { shape, elements } = node.input(0);
  const to = node.attribute("to", "int") ?? node.fail("attribute to must be given", "none");
  const dtype = dtypeOf(to) ?? node.fail("attribute to must be a supported element type", `${to}`);
  // Whole numbers survive a detour over float; a bool does not hold them.
  return [{ dtype, shape, ...(elements && dtype !== "bool" && { elements }) }];
};

export const castLike: ShapeRule = (node) => [{ dtype: node.input(1).dtype, shape: node.shape(0) }];
