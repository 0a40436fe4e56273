import type { Graph } from "../graph/graph.js";
import { type Matcher, replacePatterns } from "./pattern.js";
import { castsOfClip, doubleCast, emptyClip, sameCast } from "./simplify/casts.js";
import {
  doubleToMultiply,
  eliminateIdentity,
  mergeConstants,
  multiplyBeforeAdd,
  reciprocalRoot,
} from "./simplify/identity.js";
import { concreteBroadcast, doubleReshape, doubleTranspose, noTranspose } from "./simplify/movement.js";

/** In TVM's order: each is applied to the whole graph, and all again until nothing changes. */
const RULES: readonly Matcher[] = [
  concreteBroadcast,
  doubleToMultiply,
  reciprocalRoot,
  eliminateIdentity,
  doubleReshape,
  doubleTranspose,
  noTranspose,
  sameCast,
  doubleCast,
  multiplyBeforeAdd,
  mergeConstants,
  castsOfClip,
  emptyClip,
];

/** A fixed point is reached long before; TVM stops there too. */
const MAX_ROUNDS = 100;

/** The algebraic simplifications that relay.build does even without optimization. */
export function simplifyExpr(graph: Graph): Graph {
  let current = graph;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const before = current;
    for (const rule of RULES) current = replacePatterns(current, rule);
    if (current === before) return current;
  }
  return current;
}
