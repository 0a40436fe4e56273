import { UserError } from "../../../base/errors.js";
import { printable } from "../../../formats/onnx/printable.js";
import type { Value } from "../../graph/value.js";
import { reshape } from "../../operators/reshape.js";
import { Config } from "../config.js";
import type { LayerCall, LayerRule } from "../rule.js";

/** A layer applied to every step of [N, T, …]: the steps become samples. `rules` is the table that this rule stands in. */
export const timeDistributedLayer = (rules: () => ReadonlyMap<string, LayerRule>): LayerRule => ({
  weights: (config) => {
    const { rule, inner } = wrapped(config, rules());
    return (rule.weights?.(inner) ?? []).map((name) => (name.includes(":") ? `layer/${name}` : `layer:${name}`));
  },
  emit(call) {
    const { rule, inner } = wrapped(call.config, rules());
    const [x] = call.inputs as [Value];
    const [n, steps, ...rest] = x.shape as [number, number, ...number[]];
    const take: LayerCall["take"] = (name, shape) =>
      call.take(name.includes(":") ? `layer/${name}` : `layer:${name}`, shape);
    const samples = reshape(call.g, x, [n * steps, ...rest]);
    const result = rule.emit({ ...call, config: inner, inputs: [samples], take }) as Value;
    inner.checkAllRead();
    return reshape(call.g, result, [n, steps, ...result.shape.slice(1)]);
  },
});

function wrapped(config: Config, rules: ReadonlyMap<string, LayerRule>): { rule: LayerRule; inner: Config } {
  const layer = config.object("layer") as { class_name?: unknown; config?: unknown };
  const kind = String(layer.class_name ?? "nothing");
  const rule = kind === "TimeDistributed" ? undefined : rules.get(kind);
  if (rule === undefined || typeof layer.config !== "object" || layer.config === null)
    throw new UserError(`${config.label}: wraps ${printable(kind)}, which no rule converts; write the layer out`);
  return { rule, inner: new Config(config.label, layer.config as Record<string, unknown>) };
}
