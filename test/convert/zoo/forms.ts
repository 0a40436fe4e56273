import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { zipSync } from "fflate";
import type { Group } from "h5wasm";
import type { Layer, Model } from "./tf.js";

/** The forms in which a model is saved, each written by this file from the model in memory; the file's path. */
export async function save(model: Model, folder: string): Promise<Record<"json" | "h5" | "keras", string>> {
  mkdirSync(folder, { recursive: true });
  return {
    json: await saveJson(model, folder),
    h5: await saveH5(model, folder),
    keras: await saveKeras(model, folder),
  };
}

/** What `model.save("file://…")` writes. */
async function saveJson(model: Model, folder: string): Promise<string> {
  const path = join(folder, "model.json");
  await model.save({
    save: async ({ weightData, weightSpecs, ...rest }) => {
      const weightsManifest = [{ paths: ["group1-shard1of1.bin"], weights: weightSpecs }];
      writeFileSync(join(folder, "group1-shard1of1.bin"), new Uint8Array(weightData as ArrayBuffer));
      writeFileSync(path, JSON.stringify({ ...rest, weightsManifest }));
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } };
    },
  });
  return path;
}

const configOf = (model: Model): string => {
  const { class_name, config } = model.toJSON(null, false) as unknown as Record<string, unknown>;
  return JSON.stringify({ class_name, config });
};

async function h5File(path: string, write: (file: Group) => void): Promise<void> {
  const h5wasm = await import("h5wasm/node");
  await h5wasm.ready;
  const file = new h5wasm.File(path, "w");
  write(file);
  file.close();
}

function dataset(group: Group, path: string, weight: Layer["weights"][number]): void {
  const parts = path.split("/");
  let at = group;
  for (const part of parts.slice(0, -1))
    at = at.keys().includes(part) ? (at.get(part) as Group) : at.create_group(part);
  const tensor = weight.read();
  at.create_dataset({
    name: parts.at(-1)!,
    data: tensor.dataSync() as Float32Array,
    shape: tensor.shape,
    dtype: "<f4",
  });
}

/** Keras 2's layout: a group a layer of the outermost model, with the names of its weights. */
async function saveH5(model: Model, folder: string): Promise<string> {
  const path = join(folder, "model.h5");
  await h5File(path, (file) => {
    file.create_attribute("keras_version", "2.15.0");
    file.create_attribute("backend", "tensorflow");
    file.create_attribute("model_config", configOf(model));
    const root = file.create_group("model_weights");
    root.create_attribute(
      "layer_names",
      model.layers.map(({ name }) => name),
    );
    for (const layer of model.layers) {
      const group = root.create_group(layer.name);
      const names = layer.weights.map((weight) => `${weight.originalName}:0`);
      if (names.length > 0) group.create_attribute("weight_names", names);
      layer.weights.forEach((weight, i) => {
        dataset(group, names[i]!, weight);
      });
    }
  });
  return path;
}

/** The zip of Keras 2.15 and later, its weights in folders named after classes. */
async function saveKeras(model: Model, folder: string): Promise<string> {
  const weights = join(folder, "model.weights.h5");
  await h5File(weights, (file) => writeLayers(file.create_group("layers"), model.layers));
  const path = join(folder, "model.keras");
  const text = (value: string): Uint8Array => new TextEncoder().encode(value);
  const entries = {
    "metadata.json": text('{"keras_version": "2.15.0"}'),
    "config.json": text(configOf(model)),
    "model.weights.h5": new Uint8Array(readFileSync(weights)),
  };
  writeFileSync(path, zipSync(entries));
  return path;
}

function writeLayers(root: Group, layers: readonly Layer[]): void {
  const seen = new Map<string, number>();
  for (const layer of layers) {
    const base = snakeCase(layer.getClassName());
    const before = seen.get(base) ?? 0;
    seen.set(base, before + 1);
    const group = root.create_group(before === 0 ? base : `${base}_${before}`);
    const inner = (layer as Layer & { layers?: readonly Layer[] }).layers;
    if (inner !== undefined) writeLayers(group.create_group("layers"), inner);
    else for (const [path, weights] of folders(layer)) writeVars(group, path, weights);
  }
}

/** Where Keras keeps a layer's variables: its own folder, its cell's, or those of what it wraps. */
function folders(layer: Layer): [string, Layer["weights"]][] {
  const { weights } = layer;
  const name = layer.getClassName();
  if (/^(LSTM|GRU|SimpleRNN)$/.test(name)) return [["cell/vars", weights]];
  if (name === "TimeDistributed") return [["layer/vars", weights]];
  const half = weights.length / 2;
  if (name !== "Bidirectional") return [["vars", weights]];
  return [
    ["forward_layer/cell/vars", weights.slice(0, half)],
    ["backward_layer/cell/vars", weights.slice(half)],
  ];
}

function writeVars(group: Group, path: string, weights: Layer["weights"]): void {
  weights.forEach((weight, i) => {
    dataset(group, `${path}/${i}`, weight);
  });
}

const snakeCase = (name: string): string =>
  name
    .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase();
