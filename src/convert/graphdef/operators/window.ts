import type { Convolution } from "../../operators/convolution.js";
import type { NodeCall } from "../rule.js";
import { spatialOf } from "./layout.js";

/** Windows beyond this are a damaged file. */
const MOST = 2 ** 16;

/** One number of at least 1 for each spatial axis, out of an attribute with one for every axis. */
export function spatialSizes(
  call: NodeCall,
  attribute: string,
  rank: number,
  first: boolean,
  fallback?: number,
): number[] {
  const list = call.list(attribute, fallback === undefined ? [] : Array(rank).fill(fallback));
  const [others, sizes] = [[list[0], list[first ? 1 : rank - 1]], spatialOf(list, first)];
  const good = list.length === rank && others.every((size) => size === 1) && sizes.every(isSize);
  return good ? sizes : call.refuse(`attribute ${attribute}`, `[${list}]`, `${rank} sizes, 1 for batch and channels`);
}

export const isSize = (size: number): boolean => Number.isInteger(size) && size >= 1 && size < MOST;

/** SAME, VALID, or EXPLICIT with amounts before and after every axis. */
export function paddingOf(call: NodeCall, rank: number, first: boolean): Convolution["padding"] {
  const padding = call.text("padding", "");
  const explicit = call.list("explicit_paddings", []);
  if (padding === "SAME") return "same";
  if (padding === "VALID") return "valid";
  const amounts = Array.from({ length: rank }, (_, axis) => [explicit[2 * axis]!, explicit[2 * axis + 1]!] as const);
  const space = first ? amounts.slice(2) : amounts.slice(1, -1);
  const good = padding === "EXPLICIT" && explicit.length === 2 * rank && space.flat().every((n) => n >= 0 && n < MOST);
  return good ? space : call.refuse("attribute padding", padding, "SAME, VALID, or EXPLICIT with amounts");
}
