import { numbersAttribute, padding2d, pair, stringAttribute } from "../../../kernels-ref/attributes.js";
import { imageAxes } from "../../../kernels-ref/window.js";
import { Tensor } from "../../base/tensor/tensor.js";
import type { CallLayer } from "../graph/program.js";
import type { ProgramView } from "./program-view.js";

export const layoutOf = (call: CallLayer): string => stringAttribute(call.attributes, "layout", "NCHW");

/**
 * A float mean over the whole image: also that of a window as large as the image and without padding, which has every
 * element in it once, in the same order.
 */
export function isGlobalPool(view: ProgramView, call: CallLayer): boolean {
  if (call.op === "nn.global_avg_pool2d") return true;
  if (call.op !== "nn.avg_pool2d" || call.types[0]!.dtype !== "float32") return false;
  const { dtype, shape } = view.type(call.inputs[0]!);
  const { size } = imageAxes(Tensor.zeros(dtype, shape), layoutOf(call));
  const [height, width] = pair(call.attributes, "pool_size");
  const isPlain = padding2d(call.attributes).every((side) => side === 0);
  const isDense = numbersAttribute(call.attributes, "dilation").every((step) => step === 1);
  return height === size.h && width === size.w && isPlain && isDense;
}

/** True when nobody but such means read a call, turned to their layout or not. */
export function isForGlobalPools(view: ProgramView, call: CallLayer): boolean {
  const users = view.users(call);
  const isPool = (user: CallLayer): boolean => isGlobalPool(view, user);
  return (
    users.length > 0 &&
    users.every((user) => isPool(user) || (user.op === "layout_transform" && view.users(user).every(isPool)))
  );
}
