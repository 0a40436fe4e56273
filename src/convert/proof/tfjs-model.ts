import { Config } from "../keras/config.js";
import type { KerasModel } from "../keras/model.js";
import { LAYERS } from "../keras/table.js";
import { MODELS, readTopology, type Topology } from "../keras/topology.js";
import type { LayerPath } from "../keras/weights.js";
import { keras2Config } from "./keras2-config.js";
import { toTf } from "./tensors.js";
import type { Tfjs, TfLayer, TfLayersModel } from "./tfjs.js";

/** The source as a model of tfjs with the file's weights. @throws whatever tfjs throws at a layer that it does not know */
export async function tfjsModel(tf: Tfjs, source: KerasModel): Promise<TfLayersModel> {
  const model = await tf.models.modelFromJSON(keras2Config(source.topology));
  fill(tf, source, source.topology, model.layers, []);
  return model;
}

/** Gives the layers of these names the source's weights. */
export function fill(
  tf: Tfjs,
  source: KerasModel,
  topology: Topology,
  layers: readonly TfLayer[],
  outer: LayerPath,
): void {
  for (const { name, className, folder, config } of topology.layers) {
    const path = [...outer, { name, folder }];
    const layer = layers.find((layer) => layer.name === name);
    if (layer === undefined) continue;
    if (MODELS.has(className)) fill(tf, source, readTopology(className, config, name), layer.layers ?? [], path);
    else if (layer.weights.length > 0) {
      const names = LAYERS.get(className)?.weights?.(new Config(name, config)) ?? [];
      const tensors = names.flatMap((weight) => source.weights.find(path, weight, names) ?? []);
      layer.setWeights(tensors.map((tensor) => toTf(tf, tensor)));
    }
  }
}
