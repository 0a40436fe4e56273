import type { Graph } from "../graph/graph.js";
import { rewrite } from "../graph/rewrite.js";
import { concatenate } from "./canonicalize/concatenate.js";
import { convolution } from "./canonicalize/convolution.js";
import { dense } from "./canonicalize/dense.js";
import type { Canonicalizer } from "./canonicalize/lowering.js";
import { dequantize, quantize } from "./canonicalize/quantize.js";
import { requantize } from "./canonicalize/requantize.js";

const CANONICALIZERS: ReadonlyMap<string, Canonicalizer> = new Map([
  ["qnn.concatenate", concatenate],
  ["qnn.conv2d", convolution],
  ["qnn.dense", dense],
  ["qnn.dequantize", dequantize],
  ["qnn.quantize", quantize],
  ["qnn.requantize", requantize],
]);

/** `qnn.*` operators as sequences of primitive ones. */
export function canonicalizeQnn(graph: Graph): Graph {
  return rewrite(graph, (node, inputs) => {
    const canonicalizer = CANONICALIZERS.get(node.op);
    return canonicalizer === undefined ? undefined : [canonicalizer(node, inputs)];
  });
}
