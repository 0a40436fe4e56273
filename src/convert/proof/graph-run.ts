import type { Tensor } from "../../base/tensor/tensor.js";
import { type GraphDefModel, splitTensor } from "../graphdef/graph.js";
import type { SourceRun } from "./run-source.js";
import { fromTf, toTf } from "./tensors.js";
import type { TfGraphModel, Tfjs } from "./tfjs.js";

/** A graph in tfjs. @param graph what was converted: the tensors that go in and out */
export function graphRun(tf: Tfjs, model: TfGraphModel, { inputs, outputs }: GraphDefModel): SourceRun {
  const run = (sample: ReadonlyMap<string, Tensor>, tensors: readonly string[]): Tensor[] => {
    const given = Object.fromEntries(
      inputs.map(({ name, tensor }) => [splitTensor(tensor)[0], toTf(tf, sample.get(name)!)]),
    );
    const result = model.execute(given, [...tensors]);
    const all = Array.isArray(result) ? result : [result];
    const found = all.map(fromTf);
    for (const tensor of [...Object.values(given), ...all]) tensor.dispose();
    return found;
  };
  return {
    outputs: (sample) =>
      run(
        sample,
        outputs.map(({ tensor }) => tensor),
      ),
    layers: (sample, layers) => {
      const tensors = run(
        sample,
        layers.map(({ name }) => name),
      );
      return layers.map((layer, i) => [layer, tensors[i]!]);
    },
  };
}
