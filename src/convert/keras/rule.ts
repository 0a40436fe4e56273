import type { Tensor } from "../../base/tensor/tensor.js";
import type { GraphBuilder } from "../graph/builder.js";
import type { Value } from "../graph/value.js";
import type { Dialect } from "../operators/activations.js";
import type { Config } from "./config.js";

/**
 * A weight of a layer: its own name, after the folder that Keras 3 keeps it in where that is not the layer's own
 * (`kernel`, `cell:kernel`, `forward_layer/cell:kernel`).
 */
export type WeightName = string;

/** A call of a layer: what its rule needs to write the nodes. */
export interface LayerCall {
  readonly g: GraphBuilder;
  readonly config: Config;
  readonly inputs: readonly Value[];
  readonly dialect: Dialect;
  /** A weight in the shape that the configuration asks for, -1 for any size. @throws UserError when it is not there or has another one. */
  take(name: WeightName, shape: readonly number[]): Tensor;
}

/** How one class of layers becomes ONNX. */
export interface LayerRule {
  /** Names of the weights in the order in which Keras holds them; none for a layer without weights. */
  weights?(config: Config): readonly WeightName[];
  emit(call: LayerCall): Value | readonly Value[];
}

/** The rule of a layer of one input and one output without weights. */
export const single = (emit: (x: Value, call: LayerCall) => Value): LayerRule => ({
  emit: (call) => emit(call.inputs[0]!, call),
});
