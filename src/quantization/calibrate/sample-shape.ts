import type { OnnxDim } from "../../formats/onnx/model.js";
import { printable } from "../../formats/onnx/printable.js";

/** A declared shape; undefined when even the rank is unknown. */
export type DeclaredShape = readonly OnnxDim[] | undefined;

/** True when an array of this shape can be fed: free dimensions take any size. */
export function fitsShape(shape: readonly number[], declared: DeclaredShape): boolean {
  if (declared === undefined) return true;
  if (shape.length !== declared.length) return false;
  return declared.every((dim, axis) => typeof dim !== "number" || dim === shape[axis]);
}

/** `[N, 3, 12, 12]`, as messages show it. */
export function declaredText(declared: readonly OnnxDim[]): string {
  return `[${declared.map((dim) => (typeof dim === "string" ? printable(dim) : (dim ?? "?"))).join(", ")}]`;
}

/**
 * Why an array does not fit although its sizes do: its channels stand at the other end. Undefined where that is not so.
 * @param shape of one sample, with its batch axis
 * @returns the cause and the transposition that mends it, for an array of these axes
 */
export function channelOrder(shape: readonly number[], declared: DeclaredShape): string | undefined {
  const rank = shape.length;
  if (declared === undefined || rank < 3 || fitsShape(shape, declared)) return undefined;
  const axes = Array.from({ length: rank }, (_, axis) => axis);
  const first = [0, rank - 1, ...axes.slice(1, -1)];
  const last = [0, ...axes.slice(2), 1];
  for (const [name, order] of [
    ["last", first],
    ["first", last],
  ] as const) {
    const moved = order.map((axis) => shape[axis]!);
    if (fitsShape(moved, declared)) return `its channels are ${name}; save array.transpose(${order.join(",")})`;
  }
  return undefined;
}
