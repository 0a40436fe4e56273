import type { Value } from "../../graph/value.js";
import { ACTIVATIONS } from "../../operators/activations.js";
import type { LayerCall } from "../rule.js";

/** An activation's name in a file: a string, or Keras 3's record of a function or layer without parameters. */
export function activationName({ config }: LayerCall, key: string, fallback: string): string {
  const value = config.raw(key) ?? fallback;
  // tfjs writes class names with a capital or camel case: "relu6", "hardSigmoid", "hard_sigmoid".
  const name = typeof value === "string" ? snakeCase(value) : undefined;
  if (name === undefined || !ACTIVATIONS.has(name))
    throw config.wrong(key, `the name of an activation of Keras (${[...ACTIVATIONS.keys()].slice(0, 4).join(", ")} …)`);
  return name;
}

const snakeCase = (name: string): string => name.replace(/([a-z])([A-Z])/g, "$1_$2").toLowerCase();

/** The layer's own activation after its result. */
export function activated(call: LayerCall, x: Value, key = "activation"): Value {
  return ACTIVATIONS.get(activationName(call, key, "linear"))!(call.g, x, call.dialect);
}
