import { resize } from "../../operators/resize.js";
import type { OperatorRule } from "../rule.js";

export const resizeBilinear: OperatorRule = {
  emit({ g, value, numbers, options }) {
    const coordinates = options?.bool(2) ? "align_corners" : options?.bool(3) ? "half_pixel" : "asymmetric";
    return resize(g, value(0), numbers(1), { mode: "linear", coordinates });
  },
};

/** Half a pixel further TensorFlow takes floor((i + ½) · s), which is rounding of (i + ½) · s − ½ with halves up. */
export const resizeNearest: OperatorRule = {
  emit({ g, value, numbers, options }) {
    const [corners, half] = [options?.bool(0), options?.bool(1)];
    const coordinates = corners ? "align_corners" : half ? "half_pixel" : "asymmetric";
    const nearest = corners || half ? "round_prefer_ceil" : "floor";
    return resize(g, value(0), numbers(1), { mode: "nearest", coordinates, nearest });
  },
};
