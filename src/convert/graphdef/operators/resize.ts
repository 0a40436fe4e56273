import { materialize } from "../../operators/elementwise.js";
import { resize } from "../../operators/resize.js";
import type { NodeCall, NodeRule } from "../rule.js";
import { isSize } from "./window.js";

function read(call: NodeCall) {
  const x = materialize(call.g, call.value(0));
  const space = call.numbers(1);
  if (x.shape.length !== 4 || space.length !== 2 || !space.every(isSize))
    return call.refuse("its sizes", `[${x.shape}] to [${space}]`, "an image and two sizes");
  const [corners, half] = [call.flag("align_corners", false), call.flag("half_pixel_centers", false)];
  const coordinates = corners ? "align_corners" : half ? "half_pixel" : "asymmetric";
  return { x, space, coordinates } as const;
}

export const resizeBilinear: NodeRule = {
  emit(call) {
    const { x, space, coordinates } = read(call);
    return resize(call.g, x, space, { mode: "linear", coordinates });
  },
};

/** Half a pixel further TensorFlow takes floor((i + ½) · s), which is rounding of (i + ½) · s − ½ with halves up. */
export const resizeNearest: NodeRule = {
  emit(call) {
    const { x, space, coordinates } = read(call);
    const nearest = coordinates === "asymmetric" ? "floor" : "round_prefer_ceil";
    return resize(call.g, x, space, { mode: "nearest", coordinates, nearest });
  },
};
