import type { Tensor } from "../../base/tensor/tensor.js";
import { type GraphDefModel, splitTensor } from "../graphdef/graph.js";
import { isLoop } from "../graphdef/loop.js";
import type { SourceRun } from "./run-source.js";
import { fromTf, toTf } from "./tensors.js";
import type { TfGraphModel, Tfjs } from "./tfjs.js";

/** A graph in tfjs. @param graph what was converted: the tensors that go in and out */
export function graphRun(tf: Tfjs, model: TfGraphModel, { nodes, inputs, outputs }: GraphDefModel): SourceRun {
  const loops = nodes.some(isLoop);
  const run = async (sample: ReadonlyMap<string, Tensor>, tensors: readonly string[]): Promise<Tensor[]> => {
    const given = Object.fromEntries(
      inputs.map(({ name, tensor }) => [splitTensor(tensor)[0], toTf(tf, sample.get(name)!)]),
    );
    const asked = [...tensors];
    const result = await ((loops ? model.executeAsync?.(given, asked) : undefined) ?? model.execute(given, asked));
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
    layers: async (sample, layers) => {
      // What stands in a loop has a value in each round.
      const known = new Set(nodes.map(({ name }) => name));
      const asked = layers.filter(({ name }) => known.has(name));
      const tensors = await run(
        sample,
        asked.map(({ name }) => name),
      );
      return asked.map((layer, i) => [layer, tensors[i]!]);
    },
  };
}
