import type { Value } from "../../graph/value.js";
import { transpose } from "../../operators/reshape.js";
import type { NodeCall } from "../rule.js";

/** Whether the node's images are [N, C, …space] instead of [N, …space, C]. */
export function channelsAreFirst(call: NodeCall): boolean {
  const format = call.text("data_format", "NHWC");
  if (/^N(HW|DHW)?C$/.test(format)) return false;
  return /^NC(HW|DHW)$/.test(format) || call.refuse("attribute data_format", format, "NHWC or NCHW");
}

/** A value seen channels last; nothing is computed. */
export function toChannelsLast(call: NodeCall, x: Value, first: boolean): Value {
  const rank = x.shape.length;
  return first && rank > 2 ? transpose(call.g, x, [0, ...spatialAxes(rank).map((axis) => axis + 1), 1]) : x;
}

/** The reverse. */
export function fromChannelsLast(call: NodeCall, x: Value, first: boolean): Value {
  const rank = x.shape.length;
  return first && rank > 2 ? transpose(call.g, x, [0, rank - 1, ...spatialAxes(rank)]) : x;
}

/** The axes between the batch and the channels. */
const spatialAxes = (rank: number): number[] => Array.from({ length: rank - 2 }, (_, i) => i + 1);

/** The numbers for the spatial axes out of a list with one for every axis, as `data_format` orders them. */
export function spatialOf(list: readonly number[], first: boolean): number[] {
  return first ? list.slice(2) : list.slice(1, -1);
}

/** An axis counted from the front. */
export function axisOf(call: NodeCall, axis: number, rank: number): number {
  const front = axis < 0 ? axis + rank : axis;
  return Number.isInteger(front) && front >= 0 && front < rank
    ? front
    : call.refuse("axis", axis, `-${rank} to ${rank - 1}`);
}
