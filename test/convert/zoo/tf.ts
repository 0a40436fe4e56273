import type * as Tf from "@tensorflow/tfjs";
import { loadTfjs } from "../../../src/convert/proof/tfjs.js";

/** tfjs, an optional part: undefined where it is not installed, and then the tests that need it are skipped. */
export const tf = (await loadTfjs()) as unknown as typeof Tf | undefined;
tf?.enableProdMode();

export type Model = Tf.LayersModel;
type Layer = Tf.layers.Layer;
type Symbolic = Tf.SymbolicTensor;

/** A chain of layers behind an input of this shape (without the batch). */
export function chain(shape: number[], ...layers: Layer[]): Model {
  const input = tf!.input({ shape });
  return tf!.model({
    inputs: input,
    outputs: layers.reduce((x, layer) => layer.apply(x) as Symbolic, input as Symbolic),
  });
}

/** A model whose outputs are computed from an input by hand. */
export function graph(shape: number[], build: (x: Symbolic) => Symbolic | Symbolic[]): Model {
  const input = tf!.input({ shape });
  return tf!.model({ inputs: input, outputs: build(input) });
}

export type { Layer, Symbolic };
