import type { Tensor } from "../../base/tensor/tensor.js";
import type { OnnxModel } from "../../formats/onnx/model.js";
import type { Sample } from "../../quantization/calibrate/samples.js";
import { Session } from "../../quantization/ort/session.js";

/** The named float tensors for every sample. */
export async function activationsOf(
  float: OnnxModel,
  names: readonly string[],
  samples: readonly Sample[],
): Promise<ReadonlyMap<string, Tensor>[]> {
  const { graph } = float;
  const outputs = new Map(graph.outputs.map((output) => [output.name, output]));
  const inputs = new Set(graph.inputs.map(({ name }) => name));
  const wanted = names.filter((name) => !inputs.has(name));
  for (const name of wanted) {
    if (!outputs.has(name))
      outputs.set(name, graph.valueInfo.get(name) ?? { name, dtype: "float32", shape: undefined });
  }
  const session = await Session.open({ ...float, graph: { ...graph, outputs: [...outputs.values()] } });
  try {
    const found: ReadonlyMap<string, Tensor>[] = [];
    for (const sample of samples) found.push(new Map([...sample, ...(await session.run(sample))]));
    return found;
  } finally {
    await session.close();
  }
}
