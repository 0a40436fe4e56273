import type { Tensor } from "../base/tensor/tensor.js";
import type { OnnxModel } from "../formats/onnx/model.js";
import { type ConvertOptions, convertSource } from "./convert.js";
import { type Proof, prove } from "./proof/prove.js";
import { randomInputs } from "./proof/random-inputs.js";
import { needTfjs, type TfLayersModel } from "./proof/tfjs.js";
import { modelInMemory } from "./tfjs/in-memory.js";

/** What `convert` gives: the ONNX model, and how far its run was from the source's. */
export interface Conversion {
  readonly model: OnnxModel;
  readonly proof: Proof;
}

export interface ConvertModelOptions extends Omit<ConvertOptions, "float"> {
  /** Samples to prove the conversion on beside random ones: inputs by name, in the model's own axes. */
  readonly samples?: readonly ReadonlyMap<string, Tensor>[];
  /** Compare each layer too: `proof.layers`. Default: false. */
  readonly layers?: boolean;
}

/**
 * Converts a tfjs LayersModel in memory (`tf.sequential`, `tf.model`, `tf.loadLayersModel`) to ONNX, and runs both on
 * random and given samples. The batch is 1; images come in as the model takes them, [N, H, W, C].
 * @throws UserError that names the layer and the rule it breaks, or when the two runs differ by more than 1e-4 of an
 * output's largest number
 */
export async function convert(model: TfLayersModel, options: ConvertModelOptions = {}): Promise<Conversion> {
  const { samples = [], layers = false, ...rest } = options;
  const source = modelInMemory(model);
  const converted = convertSource({ kind: "keras", model: source }, rest);
  const random = [1, 2, 3].map((seed) => randomInputs(converted.inputs, source.topology, seed));
  const proof = await prove(await needTfjs(), model, converted, [...random, ...samples], layers);
  return { model: converted.model, proof };
}
