import type { Description } from "../../../boards/board/link/description.js";
import type { LayerDescription } from "../../../boards/capture/layers-file.js";
import type { Program } from "../../../ir/graph/program.js";
import { ProgramCalls } from "../program-calls.js";

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

/** Of two networks: what the first call reads there that makes the same tensor of other tensors; empty where none does. */
export function otherWiring(program: Program, model: Layers, project: Layers, { calls, tensors }: Description): string {
  const own = new ProgramCalls(program);
  const named = (layers: Layers, ids: readonly string[]): string =>
    ids.map((id) => `${id} (exponent ${layers.find((layer) => layer.id === id)?.exponent ?? "none"})`).join(", ");
  for (const id of own.made) {
    const call = own.of(id);
    const held = calls.find(({ outputs }) => outputs.some((output) => tensors[output]!.id === id));
    if (held === undefined) continue;
    const reads = [...new Set(held.inputs.map((input) => tensors[input]!.id))];
    const [missing, more] = [minus(own.inputsOf(call), reads), minus(reads, own.inputsOf(call))];
    if (missing.length > 0 && more.length > 0)
      return `; ${call.onnx[0] ?? id} reads ${named(project, more)} there instead of ${named(model, missing)}`;
  }
  return "";
}

const minus = (all: readonly string[], others: readonly string[]): string[] => all.filter((id) => !others.includes(id));

/** The tensors of one network whose exponents differ, a line each, and the layers that make them. */
export function otherExponents(model: Layers, project: Layers): { readonly layer: number; readonly text: string }[] {
  return model.flatMap((layer, i) => {
    const [own, held] = [layer.exponent, project[i]!.exponent].map((exponent) => String(exponent ?? "none"));
    if (own === held) return [];
    return [
      { layer: layer.index, text: `${tensorWords(layer)} has exponent ${held} on the board, ${own} in the model` },
    ];
  });
}

function notIn(layers: Layers, all: Layers): LayerDescription | undefined {
  const ids = new Set(layers.map(({ id }) => id));
  return all.find(({ id }) => !ids.has(id));
}

const tensorWords = ({ id, onnx: [node] }: LayerDescription): string => (node === undefined ? id : `${id} (${node})`);

const typeWords = ({ dtype, shape }: LayerDescription): string => `${dtype} [${shape.join(", ")}]`;
