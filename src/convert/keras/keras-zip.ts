import { crc32 } from "node:zlib";
import { inflateSync } from "fflate";
import { UserError } from "../../base/errors.js";
import { readZipDirectory } from "../../base/tensor/zip-directory.js";
import { printable } from "../../formats/onnx/printable.js";
import { type H5Group, openH5 } from "./h5.js";
import { parseConfig } from "./h5-model.js";
import type { KerasModel } from "./model.js";
import { readTopology } from "./topology.js";
import type { LayerPath, WeightStore } from "./weights.js";

const LIMIT = 2 ** 30;
const DEFLATE_RATIO = 1032;

/** A model that Keras 3 (or 2.12 and later) saved as .keras: a zip of `config.json` and `model.weights.h5`. @throws UserError */
export async function readKerasModel(bytes: Uint8Array, name: string): Promise<KerasModel> {
  const entry = (wanted: string): Uint8Array => unpack(bytes, wanted, name);
  const text = (wanted: string): string => new TextDecoder().decode(entry(wanted));
  const { className, config } = parseConfig(text("config.json"), name);
  const version = /"keras_version":\s*"(\d+)/.exec(text("metadata.json"))?.[1] ?? "3";
  const root = await openH5(entry("model.weights.h5"), name);
  const topology = readTopology(className, config, name);
  return {
    ...{ className, config, topology },
    weights: folderWeights(root),
    dialect: version === "2" ? "keras2" : "keras3",
  };
}

function unpack(bytes: Uint8Array, wanted: string, name: string): Uint8Array {
  const entry = readZipDirectory(bytes, name).find((entry) => entry.name === wanted);
  if (entry === undefined)
    throw new UserError(`${name}: holds no ${wanted}, expected a .keras file; save it with model.save("….keras")`);
  const { method, size, packed, crc } = entry;
  const label = `${name}: ${printable(wanted)}`;
  const possible = method === 0 ? size === packed.length : method === 8 && size <= packed.length * DEFLATE_RATIO;
  if (!possible || size > LIMIT)
    throw new UserError(`${label}: ${size} bytes cannot come out of ${packed.length}; copy the whole file`);
  let content: Uint8Array;
  try {
    content = method === 0 ? packed : inflateSync(packed, { out: new Uint8Array(size) });
  } catch (error) {
    throw new UserError(`${label}: cannot be unpacked (${(error as Error).message}); copy the whole file`);
  }
  if (content.length !== size || crc32(content) !== crc)
    throw new UserError(`${label}: checksum differs from the archive's; copy the whole file`);
  return content;
}

/** Keras 3's folders: `layers/<layer>/<part>/vars/<i>`, nested models again with `layers`. */
function folderWeights(root: H5Group): WeightStore {
  return {
    find(path, name, names) {
      const group = path.reduce<H5Group | undefined>((outer, _, i) => layerGroup(outer, path.slice(0, i + 1)), root);
      const folder = name.includes(":") ? name.split(":")[0]! : "";
      const inner = folder === "" ? group : folder.split("/").reduce((outer, part) => outer?.group(part), group);
      const vars = inner?.group("vars");
      const index = names.filter((other) => (other.includes(":") ? other.split(":")[0] : "") === folder).indexOf(name);
      return vars?.keys.includes(String(index)) ? vars.tensor(String(index)) : undefined;
    },
  };
}

/** The group of a layer in its model's: Keras writes the layer's name beside its variables. */
function layerGroup(outer: H5Group | undefined, path: LayerPath): H5Group | undefined {
  const layers = outer?.group("layers") ?? outer?.group("_layer_checkpoint_dependencies");
  const { name } = path.at(-1)!;
  for (const key of layers?.keys ?? []) {
    const group = layers!.group(key);
    if (group?.group("vars")?.attribute("name") === name) return group;
  }
  return layers?.group(path.at(-1)!.folder);
}
