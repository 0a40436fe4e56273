import type { Tensor } from "../../base/tensor/tensor.js";
import type { OnnxModel } from "../../formats/onnx/model.js";
import { serializeForOutputs } from "../../formats/onnx/write.js";
import { Session } from "./session.js";

/**
 * Runs a float model in ONNX Runtime and returns the tensors of these names, the feeds among them; names that no node
 * makes are left out.
 * @throws UserError when ONNX Runtime refuses the model or a feed.
 */
export async function floatTensors(
  float: OnnxModel,
  names: Iterable<string>,
  feeds: ReadonlyMap<string, Tensor>,
): Promise<Map<string, Tensor>> {
  const made = new Set(float.graph.nodes.flatMap(({ outputs }) => outputs));
  const wanted = [...new Set(names)].filter((name) => made.has(name));
  if (wanted.length === 0) return new Map(feeds);
  const session = await Session.open(serializeForOutputs(float, wanted));
  try {
    return new Map([...feeds, ...(await session.run(feeds, wanted))]);
  } finally {
    await session.close();
  }
}
