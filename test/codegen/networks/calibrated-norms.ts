import { Tensor } from "../../../src/base/tensor/tensor.js";
import type { OnnxModel } from "../../../src/formats/onnx/model.js";
import { Session } from "../../../src/quantization/ort/session.js";

type Sample = ReadonlyMap<string, Tensor>;

/** Mean and variance of every channel of `tensors`, each [1, channels, …]. */
function statistics(tensors: readonly Tensor[]): readonly [mean: Tensor, variance: Tensor] {
  const channels = tensors[0]!.shape[1]!;
  const size = tensors[0]!.size / channels;
  const means = new Float32Array(channels);
  const variances = new Float32Array(channels);
  for (let channel = 0; channel < channels; channel++) {
    const values = tensors.flatMap((tensor) => tensor.toNumbers().slice(channel * size, (channel + 1) * size));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    means[channel] = mean;
    variances[channel] = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  }
  return [new Tensor("float32", [channels], means), new Tensor("float32", [channels], variances)];
}

/** The model with the mean and variance of every batch normalization as training leaves them: those of its input. */
export async function calibrateNorms(model: OnnxModel, samples: readonly Sample[]): Promise<OnnxModel> {
  let { graph } = model;
  for (const { opType, inputs } of model.graph.nodes) {
    if (opType !== "BatchNormalization") continue;
    const [data, , , mean, variance] = inputs as [string, string, string, string, string];
    const session = await Session.open({
      ...model,
      graph: { ...graph, outputs: [{ name: data, dtype: "float32", shape: undefined }] },
    });
    const tensors: Tensor[] = [];
    for (const sample of samples) tensors.push(...(await session.run(sample)).values());
    await session.close();
    const [means, variances] = statistics(tensors);
    graph = { ...graph, initializers: new Map([...graph.initializers, [mean, means], [variance, variances]]) };
  }
  return { ...model, graph };
}
