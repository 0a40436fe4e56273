import type { Tensor } from "../../base/tensor/tensor.js";
import type { SourceRun } from "./run-source.js";
import { fromTf, toTf } from "./tensors.js";
import type { Tfjs, TfLayersModel, TfSymbol } from "./tfjs.js";

/** A LayersModel in tfjs. */
export function layersRun(tf: Tfjs, model: TfLayersModel): SourceRun {
  const run = (part: TfLayersModel, outputs: readonly TfSymbol[], inputs: readonly Tensor[]): Tensor[] => {
    const given = inputs.map((tensor) => toTf(tf, tensor));
    const result = part.predict(given.length === 1 ? given[0]! : given);
    const all = Array.isArray(result) ? result : [result];
    const tensors = outputs.map((_, i) => fromTf(all[i]!));
    for (const tensor of [...given, ...all]) tensor.dispose();
    return tensors;
  };
  return {
    outputs: (sample) => run(model, model.outputs, [...sample.values()]),
    layers(sample, layers) {
      const known = layers.flatMap((layer) => {
        const own = model.layers.find(({ name }) => name === layer.name);
        const single = own?.inboundNodes.length === 1 && !Array.isArray(own.output);
        return single ? [{ layer, symbol: own.output as TfSymbol }] : [];
      });
      const symbols = known.map(({ symbol }) => symbol);
      const tensors = run(tf.model({ inputs: model.inputs, outputs: symbols }), symbols, [...sample.values()]);
      return known.map(({ layer }, i) => [layer, tensors[i]!]);
    },
  };
}
