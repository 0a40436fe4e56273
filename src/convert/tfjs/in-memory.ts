import { UserError } from "../../base/errors.js";
import type { KerasModel } from "../keras/model.js";
import { namedWeights } from "../keras/named-weights.js";
import { readTopology } from "../keras/topology.js";
import { fromTf } from "../proof/tensors.js";
import type { TfLayersModel } from "../proof/tfjs.js";

/** A LayersModel in memory. Its weights are read when a layer asks for them. @throws UserError */
export function modelInMemory(model: TfLayersModel): KerasModel {
  const whole = model.toJSON(null, false) as { class_name?: unknown; config?: unknown };
  if (typeof whole?.class_name !== "string")
    throw new UserError("the model has no class_name, expected a LayersModel of tfjs (tf.sequential, tf.model)");
  const groups = new Map(
    model.layers.map((layer) => [
      layer.name,
      layer.weights.map((weight) => ({ name: weight.originalName, read: () => fromTf(weight.read()) })),
    ]),
  );
  return {
    className: whole.class_name,
    config: whole.config,
    topology: readTopology(whole.class_name, whole.config, `model ${model.name}`),
    weights: namedWeights([...groups.values()].flat(), groups),
    dialect: "tfjs",
  };
}
