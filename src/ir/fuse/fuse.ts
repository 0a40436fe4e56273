import type { Program } from "../graph/program.js";
import { foldConstants } from "./constants.js";
import { fuseConvolutions } from "./convolution.js";
import { fuseDense } from "./dense.js";
import { fuseGlobalPools } from "./global-pool.js";
import { cancelPermutations } from "./permutations.js";
import { fusePointwise } from "./pointwise.js";

export interface FuseOptions {
  /** Tables of 256 entries for what depends on one int8 alone. Default: true. Either way the results are the same. */
  readonly lookups?: boolean;
}

/**
 * The debug program with chains of primitive calls fused into the calls that the board makes. A fused call is named after
 * the debug layer whose tensor it produces, bit for bit, and knows the layers and ONNX nodes that it covers.
 */
export function fuse(program: Program, { lookups = true }: FuseOptions = {}): Program {
  const integer = fuseDense(foldConstants(fuseConvolutions(program)));
  return fuseGlobalPools(cancelPermutations(fusePointwise(integer, lookups)));
}
