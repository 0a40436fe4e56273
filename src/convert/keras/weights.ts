import type { Tensor } from "../../base/tensor/tensor.js";
import type { WeightName } from "./rule.js";

/** A layer's place: the models around it, outermost first, then the layer. */
export type LayerPath = readonly { readonly name: string; readonly folder: string }[];

/** Where the weights of a file or of a model in memory are found. */
export interface WeightStore {
  /**
   * @param names all weights of the layer, in Keras's order
   * @returns undefined when the layer has no such weight
   * @throws UserError when more than one could be meant, or the file is damaged
   */
  find(layer: LayerPath, name: WeightName, names: readonly WeightName[]): Tensor | undefined;
}

/** A weight under its full name, as files of Keras 2 and tfjs have it. */
export interface NamedWeight {
  readonly name: string;
  read(): Tensor;
}
