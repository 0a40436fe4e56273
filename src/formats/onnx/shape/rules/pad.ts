import type { OnnxDim } from "../../model.js";
import { addDims } from "../dim.js";
import type { ShapeRule } from "../rule.js";

/** pads: all begins, then all ends, of `axes` (18) or of every axis; an attribute before opset 11. Negative crops. */
export const pad: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  if (shape === undefined) return [{ dtype, shape }];
  const byInput = node.opset >= 11;
  const pads = byInput ? node.elements(1) : node.attribute("pads", "ints");
  const axesKnown = !node.has(3) || node.integers(3) !== undefined;
  if (pads === undefined || !axesKnown) return [{ dtype, shape: shape.map(() => null) }];
  const axes = (byInput ? node.integers(3) : undefined) ?? shape.map((_, axis) => axis);
  if (pads.length !== 2 * axes.length) node.fail(`pads must have ${2 * axes.length} elements`, `${pads.length}`);
  const result: OnnxDim[] = [...shape];
  axes.forEach((given, i) => {
    const axis = node.axis(given, shape.length);
    const size = addDims(shape[axis]!, addDims(pads[i]!, pads[i + axes.length]!));
    if (typeof size === "number" && size < 0) node.fail(`axis ${axis} must not become negative`, `${size}`);
    result[axis] = size;
  });
  return [{ dtype, shape: result }];
};
