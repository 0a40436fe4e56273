import { UserError } from "../../base/errors.js";

/** What is used of tfjs, so that neither the library nor its types have to be there. */
export interface TfTensor {
  readonly shape: readonly number[];
  readonly dtype: string;
  dataSync(): ArrayLike<number>;
  dispose(): void;
}

export interface TfVariable {
  readonly name: string;
  readonly originalName: string;
  read(): TfTensor;
}

export interface TfSymbol {
  readonly name: string;
  readonly shape: readonly (number | null)[];
  readonly dtype: string;
}

export interface TfLayer {
  readonly name: string;
  readonly weights: readonly TfVariable[];
  readonly layers?: readonly TfLayer[];
  readonly inboundNodes: readonly unknown[];
  readonly output: TfSymbol | readonly TfSymbol[];
  setWeights(weights: readonly TfTensor[]): void;
}

export interface TfLayersModel extends TfLayer {
  readonly layers: readonly TfLayer[];
  readonly inputs: readonly TfSymbol[];
  readonly outputs: readonly TfSymbol[];
  predict(inputs: TfTensor | TfTensor[]): TfTensor | TfTensor[];
  toJSON(unused: null, asText: false): unknown;
}

/** A graph as tfjs's converter writes it. */
export interface TfArtifacts {
  readonly modelTopology: unknown;
  readonly signature?: unknown;
  readonly userDefinedMetadata?: { readonly signature?: unknown };
  readonly weightSpecs: readonly { readonly name: string; readonly dtype: string; readonly shape: readonly number[] }[];
  readonly weightData: ArrayBuffer;
}

/** What `tf.loadGraphModel` gives. */
export interface TfGraphModel {
  readonly weights: Readonly<Record<string, readonly TfTensor[]>>;
  execute(inputs: Readonly<Record<string, TfTensor>>, outputs: string[]): TfTensor | TfTensor[];
  /** The same where the graph holds loops. */
  executeAsync?(inputs: Readonly<Record<string, TfTensor>>, outputs: string[]): Promise<TfTensor | TfTensor[]>;
}

export interface Tfjs {
  tensor(values: Float32Array | Int32Array, shape: readonly number[], dtype: string): TfTensor;
  model(parts: { inputs: readonly TfSymbol[]; outputs: readonly TfSymbol[] }): TfLayersModel;
  readonly models: { modelFromJSON(json: unknown): Promise<TfLayersModel> };
  readonly io: { fromMemory(artifacts: TfArtifacts): unknown };
  loadGraphModel(handler: unknown): Promise<TfGraphModel>;
  enableProdMode(): void;
}

/** TensorFlow.js for Node, whose native part has to be built or downloaded. */
export const NATIVE = "@tensorflow/tfjs-node";

/** tfjs on its native part; undefined where that is not there. */
export const loadNative = (): Promise<Tfjs | undefined> => load(NATIVE);

/** tfjs, the quickest that is installed and works; undefined where none is. */
export const loadTfjs = async (): Promise<Tfjs | undefined> => (await loadNative()) ?? load("@tensorflow/tfjs");

async function load(name: string): Promise<Tfjs | undefined> {
  try {
    const loaded = (await import(name)) as Tfjs & { readonly default?: Tfjs };
    return loaded.models === undefined ? loaded.default : loaded;
  } catch {
    // Not installed, or without its native part.
    return undefined;
  }
}

/** @throws UserError that says how to get it */
export async function needTfjs(): Promise<Tfjs> {
  const tf = await loadTfjs();
  if (tf === undefined) throw new UserError("@tensorflow/tfjs is not installed; npm install @tensorflow/tfjs");
  return tf;
}
