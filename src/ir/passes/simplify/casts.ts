import type { DType } from "../../../base/tensor/dtype.js";
import { itemSize } from "../../../base/tensor/dtype.js";
import { call } from "../../graph/build.js";
import type { Node, Value } from "../../graph/graph.js";
import { type Matcher, made } from "../pattern.js";
import { mergedOrigin } from "./merged-origin.js";

const input = (node: Node): Value => node.inputs[0] as Value;
const dtypeOf = (node: Node): DType => (node.results[0] as Value).type.dtype;

/** A cast to the dtype that the value already has. */
export const sameCast: Matcher = (node) => {
  if (node.op !== "cast" || input(node).type.dtype !== dtypeOf(node)) return undefined;
  return { inner: [], replace: (rewritten) => rewritten(input(node)) };
};

/** int → uint → float: from left to right each holds, loosely, what the one before holds in as many bits. */
const RANK: Readonly<Record<string, number>> = { bool: 1, int: 0, uint: 1, float: 2 };

function family(dtype: DType): number {
  return RANK[dtype.replace(/\d+$/, "")] as number;
}

function widens(from: DType, to: DType): boolean {
  return family(from) <= family(to) && itemSize(from) <= itemSize(to);
}

/** cast(cast(x)) → cast(x) where the inner cast loses nothing. */
export const doubleCast: Matcher = (node) => {
  const inner = node.op === "cast" ? made(input(node), "cast") : undefined;
  if (inner === undefined || !widens(input(inner).type.dtype, dtypeOf(inner))) return undefined;
  return {
    inner: [inner],
    replace: (rewritten) =>
      call("cast", [rewritten(input(inner))], { dtype: dtypeOf(node) }, mergedOrigin([inner, node])),
  };
};

const LIMITS: Readonly<Partial<Record<DType, readonly [number, number]>>> = {
  int8: [-128, 127],
  uint8: [0, 255],
  int16: [-32768, 32767],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  float32: [-3.4028234663852886e38, 3.4028234663852886e38],
};

/** True when every value that `clip` lets through fits into `dtype`. */
function fits(clip: Node, dtype: DType): boolean {
  const [low, high] = LIMITS[dtype] ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  return (clip.attributes.a_min as number) >= low && (clip.attributes.a_max as number) <= high;
}

/** cast(…cast(clip(x))) → clip(x) where it ends in the clip's own dtype and no cast on the way can lose a value. */
export const castsOfClip: Matcher = (node) => {
  const inner: Node[] = [];
  let at: Node | undefined = node;
  while (at?.op === "cast" && fitsAlong(at)) {
    if (at !== node) inner.push(at);
    const value = input(at);
    at = value.kind === "result" ? value.node : undefined;
  }
  if (at?.op !== "clip" || inner.length === 0 || dtypeOf(at) !== dtypeOf(node)) return undefined;
  const clip = at;
  if (![node, ...inner].every((cast) => fits(clip, dtypeOf(cast)))) return undefined;
  const { a_min, a_max } = clip.attributes as { a_min: number; a_max: number };
  return {
    inner: [...inner, clip],
    replace: (rewritten) =>
      call("clip", [rewritten(input(clip))], { a_min, a_max }, mergedOrigin([clip, ...inner.toReversed(), node])),
  };
};

function fitsAlong(node: Node): boolean {
  return node.inputs[0]?.kind === "result";
}

/** A clip whose bounds are those of the dtype. */
export const emptyClip: Matcher = (node) => {
  const limits = node.op === "clip" ? LIMITS[dtypeOf(node)] : undefined;
  if (
    limits === undefined ||
    (node.attributes.a_min as number) > limits[0] ||
    (node.attributes.a_max as number) < limits[1]
  )
    return undefined;
  return { inner: [], replace: (rewritten) => rewritten(input(node)) };
};
