import type { LayerDescription } from "../../../boards/capture/layers-file.js";

/** The tensors of a model, and those of a project. */
type Layers = readonly LayerDescription[];

/** Where a project's network is not the model's: the first tensor that only one of them makes, or that has another type. */
export function otherNetwork(model: Layers, project: Layers): string | undefined {
  const missing = notIn(project, model);
  if (missing !== undefined) return `it does not make ${tensorWords(missing)}`;
  const more = notIn(model, project);
  if (more !== undefined) return `it also makes ${tensorWords(more)}`;
  for (const [i, layer] of model.entries()) {
    const other = project[i]!;
    if (layer.id !== other.id) return `it makes ${other.id} where the model makes ${layer.id}`;
    if (typeWords(layer) !== typeWords(other))
      return `${tensorWords(layer)} is ${typeWords(other)} there, ${typeWords(layer)} in the model`;
  }
  return undefined;
}

/** The tensors of one network whose exponents differ, a line each. */
export function otherExponents(model: Layers, project: Layers): string[] {
  return model.flatMap((layer, i) => {
    const [own, held] = [layer.exponent, project[i]!.exponent].map((exponent) => String(exponent ?? "none"));
    return own === held ? [] : [`${tensorWords(layer)} has exponent ${held} on the board, ${own} in the model`];
  });
}

function notIn(layers: Layers, all: Layers): LayerDescription | undefined {
  const ids = new Set(layers.map(({ id }) => id));
  return all.find(({ id }) => !ids.has(id));
}

const tensorWords = ({ id, onnx: [node] }: LayerDescription): string => (node === undefined ? id : `${id} (${node})`);

const typeWords = ({ dtype, shape }: LayerDescription): string => `${dtype} [${shape.join(", ")}]`;
