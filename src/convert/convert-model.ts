import { UserError } from "../base/errors.js";
import type { Tensor } from "../base/tensor/tensor.js";
import type { OnnxModel } from "../formats/onnx/model.js";
import { type ConvertOptions, convertSource } from "./convert.js";
import { graphDiffers } from "./proof/graph-differs.js";
import { graphRun } from "./proof/graph-run.js";
import { layersRun } from "./proof/layers-run.js";
import { type Proof, prove } from "./proof/prove.js";
import { randomSamples } from "./proof/random-inputs.js";
import type { SourceRun } from "./proof/run-source.js";
import { needTfjs, type TfGraphModel, type Tfjs, type TfLayersModel } from "./proof/tfjs.js";
import type { Source } from "./source.js";
import { graphInMemory } from "./tfjs/graph-in-memory.js";
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
 * Converts a tfjs model in memory to ONNX, and runs both on random and given samples: a LayersModel (`tf.sequential`,
 * `tf.model`, `tf.loadLayersModel`) or a GraphModel (`tf.loadGraphModel`). The batch is 1; images come in as the model
 * takes them, [N, H, W, C].
 * @throws UserError that names the layer or node and the rule it breaks, or when the two runs differ by more than 1e-4 of
 * an output's largest number
 */
export async function convert(
  model: TfLayersModel | TfGraphModel,
  options: ConvertModelOptions = {},
): Promise<Conversion> {
  const { samples = [], layers = false, ...rest } = options;
  const { source, run } = read(model);
  const converted = convertSource(source, rest);
  const all = [...randomSamples(converted), ...samples];
  const proof = await prove(run(await needTfjs()), converted, all, layers);
  return { model: converted.model, proof };
}

function read(model: TfLayersModel | TfGraphModel): { source: Source; run: (tf: Tfjs) => SourceRun } {
  if ("toJSON" in model)
    return { source: { kind: "keras", model: modelInMemory(model) }, run: (tf) => layersRun(tf, model) };
  if (typeof model.execute !== "function")
    throw new UserError("convert: expected a LayersModel or a GraphModel of tfjs; load the model with tfjs first");
  const graph = graphInMemory(model);
  const otherwise = graphDiffers(graph);
  if (otherwise !== undefined) throw new UserError(`${otherwise}; convert the SavedModel that it was made from`);
  return { source: { kind: "graph", model: graph }, run: (tf) => graphRun(tf, model, graph) };
}
