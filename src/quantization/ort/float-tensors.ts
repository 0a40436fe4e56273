import type { Tensor } from "../../base/tensor/tensor.js";
import type { OnnxModel, OnnxValueInfo } from "../../formats/onnx/model.js";
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
  const outputs = new Map<string, OnnxValueInfo>(float.graph.outputs.map((output) => [output.name, output]));
  for (const name of wanted) {
    if (!outputs.has(name))
      outputs.set(name, float.graph.valueInfo.get(name) ?? { name, dtype: "float32", shape: undefined });
  }
  const session = await Session.open({ ...float, graph: { ...float.graph, outputs: [...outputs.values()] } });
  try {
    return new Map([...feeds, ...(await session.run(feeds, wanted))]);
  } finally {
    await session.close();
  }
}
