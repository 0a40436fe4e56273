import type { OnnxDim } from "../../model.js";
import { addDims, ceilDivideDims, floorDivideDims } from "../dim.js";
import type { NodeView } from "../node-view.js";

/** A sliding window over the spatial axes, as Conv and the pools state it. */
export interface Window {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Begins then ends; all 0 where `autoPad` decides. */
  readonly pads: readonly number[];
  readonly autoPad: string;
}

const AUTO_PAD = ["NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID"];

export function windowOf(node: NodeView, kernel: readonly number[]): Window {
  const rank = kernel.length;
  const autoPad = node.attribute("auto_pad", "string") ?? "NOTSET";
  if (!AUTO_PAD.includes(autoPad)) node.fail(`auto_pad must be one of ${AUTO_PAD.join(", ")}`, autoPad);
  const pads = node.ints("pads", 2 * rank, 0);
  const window: Window = {
    kernel,
    strides: node.ints("strides", rank, 1),
    dilations: node.ints("dilations", rank, 1),
    pads: autoPad === "NOTSET" || autoPad === "" ? pads : pads.map(() => 0),
    autoPad,
  };
  for (const name of ["kernel", "strides", "dilations"] as const) {
    if (window[name].some((value) => value < 1))
      node.fail(`${name} must be at least 1`, `[${window[name].join(", ")}]`);
  }
  return window;
}

/** The pixels that a window of dilated taps spans: (k − 1)·d + 1. */
export function extent(window: Window, axis: number): number {
  return (window.kernel[axis]! - 1) * window.dilations[axis]! + 1;
}

/**
 * Output size on one spatial axis. With `ceil`, windows may begin inside the input or its leading padding only:
 * one that would begin in the trailing padding is dropped (onnx#5741).
 */
export function slideWindow(node: NodeView, size: OnnxDim, window: Window, axis: number, ceil: boolean): OnnxDim {
  const stride = window.strides[axis]!;
  if (window.autoPad.startsWith("SAME")) return ceilDivideDims(size, stride);
  const begin = window.pads[axis]!;
  const padded = addDims(size, begin + window.pads[axis + window.kernel.length]!);
  const room = addDims(padded, -extent(window, axis));
  const count = addDims(ceil ? ceilDivideDims(room, stride) : floorDivideDims(room, stride), 1);
  if (typeof count === "number" && count < 1) {
    node.fail(`the window of ${extent(window, axis)} must fit into spatial axis ${axis}`, `${padded} with padding`);
  }
  if (!ceil || typeof count !== "number" || typeof size !== "number") return count;
  return (count - 1) * stride >= size + begin ? count - 1 : count;
}
