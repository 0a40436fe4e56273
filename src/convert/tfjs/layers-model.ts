import { UserError } from "../../base/errors.js";
import type { KerasModel } from "../keras/model.js";
import { namedWeights } from "../keras/named-weights.js";
import { readTopology } from "../keras/topology.js";
import type { TfjsFile } from "./model-json.js";

/** A layers-model: its configuration is Keras's. @throws UserError */
export function layersModel({ modelTopology, generatedBy, weights }: TfjsFile, name: string): KerasModel {
  const whole = (modelTopology.model_config ?? modelTopology) as { class_name?: unknown; config?: unknown } | null;
  const className = whole?.class_name;
  if (typeof className !== "string")
    throw new UserError(`${name}: its topology has no class_name, expected a layers-model; save the model again`);
  const all = Array.from(weights, ([name, tensor]) => ({ name, read: () => tensor }));
  const version = String(modelTopology.keras_version ?? "2");
  const byTfjs = generatedBy?.startsWith("TensorFlow.js") || version.includes("tfjs");
  return {
    className,
    config: whole!.config,
    topology: readTopology(className, whole!.config, name),
    weights: namedWeights(all),
    dialect: byTfjs ? "tfjs" : version.startsWith("3") ? "keras3" : "keras2",
  };
}
