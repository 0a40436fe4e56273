import { POINTWISE } from "../../../kernels-ref/pointwise.js";
import type { CallLayer } from "../graph/program.js";
import { isForGlobalPools } from "./is-global-pool.js";
import { type ProgramView, resultOf } from "./program-view.js";

/** Pointwise calls that one loop can do: the root, whose tensor is kept, and those only seen inside. */
export interface Region {
  readonly root: CallLayer;
  /** In execution order, the root last. */
  readonly members: readonly CallLayer[];
}

const isPointwise = (call: CallLayer): boolean => POINTWISE.has(call.op) && call.types.length === 1;
const shapeOf = (call: CallLayer): string => call.types[0]!.shape.join();

/** Splits the pointwise calls of a program into the largest regions, each of one shape; every call is in one. */
export function pointwiseRegions(view: ProgramView): Region[] {
  const taken = new Set<CallLayer>();
  const regions: Region[] = [];
  for (const root of view.calls().toReversed()) {
    if (!isPointwise(root) || taken.has(root)) continue;
    const members = new Set([root]);
    // A mean over the image reads int8: what is one on the way stays one.
    const isCut = root.types[0]!.dtype === "float32" && isForGlobalPools(view, root);
    // Last to first: all readers of a call have been looked at before the call itself.
    for (const call of view.calls().toReversed()) {
      if (call.index >= root.index || taken.has(call) || !isPointwise(call) || view.isOutput(call)) continue;
      if (isCut && call.types[0]!.dtype === "int8") continue;
      const users = view.users(call);
      const inside = users.length > 0 && users.every((user) => members.has(user));
      if (inside && shapeOf(call) === shapeOf(root)) members.add(call);
    }
    for (const member of members) taken.add(member);
    regions.push({ root, members: [...members].sort((a, b) => a.index - b.index) });
  }
  return regions;
}

/** True when `call` is the source of a value that `region` computes itself. */
export function isInside(region: Region, operand: { layer: number; output: number }): boolean {
  return region.members.some((member) => resultOf(member).layer === operand.layer);
}
