import { UserError } from "../../base/errors.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import type { Converted } from "../convert.js";
import type { Source } from "../source.js";
import { graphArtifacts } from "./graph-artifacts.js";
import { graphDiffers } from "./graph-differs.js";
import { graphRun } from "./graph-run.js";
import { layersRun } from "./layers-run.js";
import { type Proof, prove } from "./prove.js";
import { randomSamples } from "./random-inputs.js";
import type { SourceRun } from "./run-source.js";
import { loadTfjs, type Tfjs } from "./tfjs.js";
import { tfjsDiffers } from "./tfjs-differs.js";
import { tfjsModel } from "./tfjs-model.js";

/** A proof, or why there is none: in one line, with what to do. */
export type Outcome = { readonly proof: Proof } | { readonly reason: string };

/**
 * Proves a conversion where tfjs is installed and knows the source's layers.
 * @param given samples of the person's own, in the source's axes
 * @throws UserError when the runs differ
 */
export async function proveSource(
  source: Source,
  converted: Converted,
  given: readonly ReadonlyMap<string, Tensor>[],
  withLayers: boolean,
): Promise<Outcome> {
  if (source.kind === "tflite")
    return { reason: "nothing in JavaScript runs a .tflite; compare the ONNX with outputs of TensorFlow's own" };
  const otherwise = source.kind === "keras" ? tfjsDiffers(source.model) : graphDiffers(source.model);
  if (otherwise !== undefined) return { reason: `${otherwise}; compare the ONNX with outputs of TensorFlow's own` };
  const tf = await loadTfjs();
  if (tf === undefined) return { reason: "@tensorflow/tfjs is not installed; npm install @tensorflow/tfjs" };
  // Without it tfjs prints an advertisement at its first tensor.
  tf.enableProdMode();
  try {
    const run = await runOf(tf, source);
    return { proof: await prove(run, converted, [...randomSamples(converted), ...given], withLayers) };
  } catch (error) {
    if (error instanceof UserError) throw error;
    const message = String((error as Error).message ?? error).split(/[\n.] ?/)[0]!;
    return {
      reason: `tfjs cannot run it (${message.slice(0, 120)}); compare the ONNX with outputs of TensorFlow's own`,
    };
  }
}

async function runOf(tf: Tfjs, source: Exclude<Source, { kind: "tflite" }>): Promise<SourceRun> {
  if (source.kind === "keras") return layersRun(tf, await tfjsModel(tf, source.model));
  const { model } = source;
  return graphRun(tf, await tf.loadGraphModel(tf.io.fromMemory(graphArtifacts(model))), model);
}
