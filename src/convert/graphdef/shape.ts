import { UserError } from "../../base/errors.js";
import type { Int64 } from "../../formats/onnx/protos.js";
import { count } from "../graph/value.js";
import type { ShapeProto } from "./schema.js";

/** Elements of the largest constant: more fits no microcontroller. */
export const MOST_ELEMENTS = 2 ** 26;

/** A 64-bit integer; beyond 2^53 it loses its low bits, which no attribute of a graph needs. */
export const toNumber = ({ low, high }: Int64): number => high * 2 ** 32 + (low >>> 0);

/** Sizes, -1 where one is free; undefined where their number is. */
export const shapeOf = (shape: ShapeProto | null): number[] | undefined =>
  shape?.unknownRank ? undefined : (shape?.dim ?? []).map(({ size }) => toNumber(size));

/** A shape all of whose sizes are known and that is not too large. @throws UserError */
export function knownShape(shape: readonly number[] | undefined, label: string): readonly number[] {
  if (shape === undefined || shape.length > 8 || shape.some((size) => size < 0) || !(count(shape) <= MOST_ELEMENTS))
    throw new UserError(
      `${label}: its shape is ${shape === undefined ? "unknown" : `[${shape.slice(0, 8)}]`}, expected known sizes of at most ${MOST_ELEMENTS} elements`,
    );
  return shape;
}
