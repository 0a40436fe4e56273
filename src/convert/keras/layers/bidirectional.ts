import { UserError } from "../../../base/errors.js";
import { printable } from "../../../formats/onnx/printable.js";
import type { Value } from "../../graph/value.js";
import { concat } from "../../operators/concat.js";
import { binary, withNumber } from "../../operators/elementwise.js";
import { recurrent } from "../../operators/recurrent.js";
import { Config } from "../config.js";
import type { LayerCall, LayerRule } from "../rule.js";
import { CELLS, cell, cellWeights, directionWeights, type Kind, sequenceInput } from "./recurrent.js";

const FOLDERS = ["forward_layer/cell", "backward_layer/cell"];

/** A recurrent layer in both directions of time, in one node. */
export const bidirectionalLayer: LayerRule = {
  weights: (config) => FOLDERS.flatMap((folder) => cellWeights(inner(config).config, folder)),
  emit(call) {
    const { config, kind } = inner(call.config);
    const layer: LayerCall = { ...call, config };
    const x = sequenceInput(layer);
    config.refuse("go_backwards", false, "build the forward layer without it");
    const whole = config.bool("return_sequences", false);
    const { sequences, last } = recurrent(call.g, x, {
      ...cell(layer, kind),
      direction: "bidirectional",
      weights: FOLDERS.map((folder) => directionWeights(layer, kind, x.shape[2]!, folder)),
    });
    config.checkAllRead();
    return merged(call, whole ? sequences : last);
  },
};

function merged({ g, config }: LayerCall, both: readonly Value[]): Value | readonly Value[] {
  const [forward, backward] = both as [Value, Value];
  const mode = config.raw("merge_mode") === undefined ? undefined : config.choice("merge_mode", MODES, "concat");
  switch (mode) {
    case undefined:
      return [forward, backward];
    case "concat":
      return concat(g, both, forward.shape.length - 1);
    case "sum":
      return binary(g, "Add", forward, backward);
    case "mul":
      return binary(g, "Mul", forward, backward);
    case "ave":
      return withNumber(g, "Mul", binary(g, "Add", forward, backward), 0.5);
  }
}

const MODES = ["concat", "sum", "mul", "ave"] as const;

function inner(outer: Config): { readonly config: Config; readonly kind: Kind } {
  const backward = outer.raw("backward_layer") as { config?: Record<string, unknown> } | undefined;
  const layer = outer.object("layer") as { class_name?: unknown; config?: unknown };
  const kind = String(layer.class_name ?? "nothing");
  if (!Object.hasOwn(CELLS, kind) || typeof layer.config !== "object" || layer.config === null)
    throw new UserError(
      `${outer.label}: wraps ${printable(kind)}, expected ${Object.keys(CELLS).join(", ")}; write both directions out`,
    );
  const given = layer.config as Record<string, unknown>;
  // A backward layer is written out by Keras too; another one than the forward layer's mirror is not known here.
  for (const key of ["units", "activation", "recurrent_activation", "use_bias", "reset_after", "return_sequences"])
    if (backward?.config !== undefined && backward.config[key] !== given[key])
      throw new UserError(`${outer.label}: its backward layer has another ${key}; write both directions out`);
  return { config: new Config(outer.label, given), kind: kind as Kind };
}
