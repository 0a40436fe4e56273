import { UserError } from "../base/errors.js";
import { loadNative, loadTfjs, NATIVE, type Tfjs, type TfLayersModel } from "./proof/tfjs.js";
import { fill } from "./proof/tfjs-model.js";
import { readSource } from "./source.js";

/** TensorFlow.js as it is installed beside the library. */
export interface TensorFlow {
  /** The library itself; its types are its own package's, which need not be there. */
  // biome-ignore lint/suspicious/noExplicitAny: the package is optional, and with it are its types
  readonly tf: any;
  /** Whether its native part is there: without it, training takes hours. */
  readonly trains: boolean;
  /** In one line: what is there, and how to get what is not. */
  readonly note: string;
}

/**
 * Loads TensorFlow.js for Node with its native part, or else the one in plain JavaScript.
 * @throws UserError when neither is installed
 */
export async function tensorflow(): Promise<TensorFlow> {
  const native = await loadNative();
  if (native !== undefined) return { tf: native, trains: true, note: "TensorFlow's native part is here." };
  const tf = await loadTfjs();
  if (tf === undefined) throw new UserError("@tensorflow/tfjs is not installed; npm install @tensorflow/tfjs");
  tf.enableProdMode();
  return { tf, trains: false, note: `To train, get TensorFlow's native part: npm install ${NATIVE}` };
}

/**
 * Sets the weights of a LayersModel from a file: a .h5, .keras or model.json with layers of the same names.
 * @throws UserError when the file cannot be read or lacks a layer
 */
export async function loadWeights(tf: Tfjs, model: TfLayersModel, path: string): Promise<void> {
  const source = await readSource(path);
  if (source.kind !== "keras") throw new UserError(`${path}: has no layers; give a .h5, .keras or model.json`);
  const names = new Set(source.model.topology.layers.map(({ name }) => name));
  for (const { name, weights } of model.layers)
    if (weights.length > 0 && !names.has(name))
      throw new UserError(`${path}: has no layer ${name}, expected the model's layers; name both alike`);
  fill(tf, source.model, source.model.topology, model.layers, []);
}
