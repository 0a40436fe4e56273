import { UserError } from "../../base/errors.js";
import { printable } from "../../formats/onnx/printable.js";
import { type H5Group, openH5 } from "./h5.js";
import type { KerasModel } from "./model.js";
import { namedWeights } from "./named-weights.js";
import { readTopology } from "./topology.js";
import type { NamedWeight } from "./weights.js";

/** A whole model that Keras 2 or 3 saved as .h5. @throws UserError */
export async function readH5Model(bytes: Uint8Array, name: string): Promise<KerasModel> {
  const file = await openH5(bytes, name);
  const text = file.attribute("model_config");
  if (typeof text !== "string")
    throw new UserError(`${name}: holds no model_config, so weights alone; save the whole model with model.save()`);
  const { className, config } = parseConfig(text, name);
  const version = String(file.attribute("keras_version") ?? "2");
  const groups = weightGroups(file.group("model_weights"), name);
  return {
    className,
    config,
    topology: readTopology(className, config, name),
    weights: namedWeights([...groups.values()].flat(), groups),
    dialect: version.startsWith("3") ? "keras3" : "keras2",
  };
}

/** `{class_name, config}` as JSON. */
export function parseConfig(text: string, name: string): { className: string; config: unknown } {
  let value: { class_name?: unknown; config?: unknown } | null;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UserError(`${name}: its model configuration is not JSON; copy the whole file or save the model again`);
  }
  if (typeof value !== "object" || typeof value?.class_name !== "string")
    throw new UserError(`${name}: its model configuration has no class_name; save the model again`);
  return { className: value.class_name, config: value.config };
}

/** The weights of each layer of the outermost model, in Keras's order. */
function weightGroups(root: H5Group | undefined, name: string): Map<string, NamedWeight[]> {
  if (root === undefined)
    throw new UserError(`${name}: holds no model_weights; save the whole model with model.save()`);
  const groups = new Map<string, NamedWeight[]>();
  for (const layer of root.keys) {
    const group = root.group(layer);
    const names = group?.attribute("weight_names");
    if (group === undefined || !Array.isArray(names)) continue;
    groups.set(
      layer,
      names.map((weight) => {
        if (typeof weight !== "string")
          throw new UserError(`${name}: ${printable(layer)}: weight_names holds no names; save the model again`);
        return { name: weight, read: () => group.tensor(weight) };
      }),
    );
  }
  return groups;
}
