import { dtypeName } from "../keras/config.js";
import { MODELS, readTopology, type Topology } from "../keras/topology.js";

type Record_ = Readonly<Record<string, unknown>>;

/** What tfjs would read and has no part in a run, or spells otherwise than Keras 3. */
const LEFT_OUT = /_(initializer|regularizer|constraint)$|^(backward_layer|module|registered_name|build_config)$/;

/** A model's graph as tfjs reads it: Keras 2's functional form, whichever release wrote it. */
export function keras2Config({ name, layers, inputs, outputs }: Topology): object {
  const reference = ({ layer, node, tensor }: Topology["inputs"][number]): unknown[] => [layer, node, tensor];
  return {
    class_name: "Model",
    config: {
      name,
      layers: layers.map(({ name, className, config, calls }) => ({
        name,
        ...layerConfig(name, className, config),
        inbound_nodes: calls.map((call) => call.map((input) => [...reference(input), {}])),
      })),
      input_layers: inputs.map(reference),
      output_layers: outputs.map(reference),
    },
  };
}

function layerConfig(name: string, className: string, config: Record_): { class_name: string; config: unknown } {
  if (MODELS.has(className)) {
    const inner = keras2Config(readTopology(className, config, name)) as { class_name: string; config: object };
    return { ...inner, config: { ...inner.config, name } };
  }
  const kept: Record<string, unknown> = { name };
  for (const [key, value] of Object.entries(config)) {
    if (LEFT_OUT.test(key)) continue;
    if (key === "dtype") kept.dtype = dtypeName(value);
    else if (key === "batch_shape" || key === "batch_input_shape") kept.batch_input_shape = value;
    else if (key === "layer") kept.layer = wrapped(value as Record_);
    else if (className === "LeakyReLU" && key === "negative_slope") kept.alpha = value;
    else kept[key] = value === "silu" ? "swish" : value;
  }
  if (className === "InputLayer") kept.batch_input_shape = withBatch(kept.batch_input_shape);
  return { class_name: className, config: kept };
}

function wrapped({ class_name, config }: Record_): object {
  const inner = config as Record_;
  return layerConfig(String(inner.name ?? "layer"), String(class_name), inner);
}

const withBatch = (shape: unknown): unknown => (Array.isArray(shape) ? [null, ...shape.slice(1)] : shape);
