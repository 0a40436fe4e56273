import type { Tensor } from "../../base/tensor/tensor.js";
import type { ConvertedLayer } from "../convert.js";

/** A source as its own runtime computes it. Inputs by name, in the source's axes. */
export interface SourceRun {
  /** The outputs of the model, in the order of the source. */
  outputs(sample: ReadonlyMap<string, Tensor>): Tensor[] | Promise<Tensor[]>;
  /** What layers give, as far as the runtime can be asked for them. */
  layers(
    sample: ReadonlyMap<string, Tensor>,
    layers: readonly ConvertedLayer[],
  ): [ConvertedLayer, Tensor][] | Promise<[ConvertedLayer, Tensor][]>;
}
