import type { OnnxModel } from "../../formats/onnx/model.js";
import { inferShapes } from "../../formats/onnx/shape/infer.js";
import { optimize } from "../ort/optimize.js";
import { declareTypes } from "./declare-types.js";
import { fuseMatMulAdd } from "./fuse-matmul-add.js";
import { markChanged } from "./mark-changed.js";
import { orderNodes } from "./order-nodes.js";
import { shareConstants } from "./share-constants.js";

/** ONNX Runtime 1.14 repeats its rewrites at most this often. */
const MAX_ROUNDS = 5;

/** What onnxruntime 1.14 makes of the graph at level *basic*: later versions' rewrites off, its own ones put back. */
export async function optimizeGraph(model: OnnxModel): Promise<OnnxModel> {
  const { irVersion, producerName, producerVersion, metadata } = model;
  let current = model;
  let changed = false;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    current = await optimize(current, "basic");
    const typed = inferShapes(await declareTypes(current));
    const rewritten = shareConstants(fuseMatMulAdd(typed));
    if (rewritten === typed) break;
    current = markChanged(rewritten);
    changed = true;
  }
  if (changed) current = orderNodes(model, current);
  return { ...current, irVersion, producerName, producerVersion, metadata, opsets: neededOpsets(model, current) };
}

/** ONNX Runtime lists every domain it knows; kept are those of the original and those that a node is of. */
function neededOpsets(original: OnnxModel, optimized: OnnxModel): ReadonlyMap<string, number> {
  const used = new Set(optimized.graph.nodes.map(({ domain }) => domain));
  return new Map([...optimized.opsets].filter(([domain]) => original.opsets.has(domain) || used.has(domain)));
}
