import { Tensor } from "../../base/tensor/tensor.js";
import type { OnnxModel } from "../../formats/onnx/model.js";
import { floatOutputs, outputSnr } from "../measure/run-outputs.js";
import type { Alone } from "./alone.js";
import type { IntegerLayer } from "./layers.js";

/**
 * The network's output in float when one tensor has the error that its layer makes alone, against the exact output; dB.
 * @param values float tensors of every sample, the network's inputs among them
 */
export async function outputCost(
  float: OnnxModel,
  { tensor }: IntegerLayer,
  { chip, float: exact }: Alone,
  values: readonly ReadonlyMap<string, Tensor>[],
): Promise<number> {
  const { graph } = float;
  const own = values.map((sample) => sample.get(tensor)!);
  const disturbed = own.map((x, sample) => {
    const error = (i: number): number => chip[sample]![i]! - exact[sample]![i]!;
    return new Tensor(
      "float32",
      x.shape,
      Float32Array.from(x.data as Float32Array, (value, i) => value + error(i)),
    );
  });
  const wanted = values.map((sample) => graph.outputs.map(({ name }) => sample.get(name)!));
  if (graph.outputs.some(({ name }) => name === tensor)) {
    const got = values.map((sample, i) =>
      graph.outputs.map(({ name }) => (name === tensor ? disturbed[i]! : sample.get(name)!)),
    );
    return outputSnr(wanted, got);
  }
  // What makes it still does, under a name that nobody reads.
  const nodes = graph.nodes.map((node) => ({
    ...node,
    outputs: node.outputs.map((name) => (name === tensor ? `${tensor}_exact` : name)),
  }));
  const inputs = [...graph.inputs, { name: tensor, dtype: "float32" as const, shape: own[0]!.shape }];
  const cut = { ...float, graph: { ...graph, nodes, inputs } };
  const samples = values.map((sample, i) => new Map([...sample, [tensor, disturbed[i]!]]));
  return outputSnr(wanted, await floatOutputs(cut, samples));
}
