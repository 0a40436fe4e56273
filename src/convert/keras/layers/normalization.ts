import { Tensor } from "../../../base/tensor/tensor.js";
import type { Value } from "../../graph/value.js";
import { identity } from "../../graph/value.js";
import { binary, withNumber } from "../../operators/elementwise.js";
import { batchNormalization, filled, layerNormalization } from "../../operators/normalization.js";
import { transpose } from "../../operators/reshape.js";
import type { Config } from "../config.js";
import { type LayerRule, single } from "../rule.js";

const axesOf = (config: Config, rank: number): number[] => {
  const value = config.raw("axis");
  const list = Array.isArray(value) ? config.ints("axis", undefined, -1, -rank) : [config.int("axis", -1, -rank)];
  if (list.some((axis) => axis >= rank)) throw config.wrong("axis", `less than ${rank}`);
  return list.map((axis) => (axis < 0 ? axis + rank : axis)).sort((a, b) => a - b);
};

export const batchNormalizationLayer: LayerRule = {
  weights: (config) => [
    ...(config.bool("scale", true) ? ["gamma"] : []),
    ...(config.bool("center", true) ? ["beta"] : []),
    ...["moving_mean", "moving_variance"],
  ],
  emit({ g, config, inputs, take }) {
    const [x] = inputs as [Value];
    const [axis, ...more] = axesOf(config, x.shape.length) as [number];
    if (more.length > 0) throw config.wrong("axis", "one axis");
    const c = x.shape[axis]!;
    // The rule of the operator speaks of the last axis.
    const last = identity(x.shape.length).filter((i) => i !== axis);
    const forth = [...last, axis];
    const y = batchNormalization(g, transpose(g, x, forth), {
      scale: config.bool("scale", true) ? take("gamma", [c]) : filled(c, 1),
      offset: config.bool("center", true) ? take("beta", [c]) : filled(c, 0),
      mean: take("moving_mean", [c]),
      variance: take("moving_variance", [c]),
      epsilon: config.number("epsilon", 1e-3),
    });
    return transpose(
      g,
      y,
      identity(x.shape.length).map((i) => forth.indexOf(i)),
    );
  },
};

export const layerNormalizationLayer: LayerRule = {
  weights: (config) => [
    ...(config.bool("scale", true) ? ["gamma"] : []),
    ...(config.bool("center", true) ? ["beta"] : []),
  ],
  emit({ g, config, inputs, take }) {
    const [x] = inputs as [Value];
    config.refuse("rms_scaling", false, "build the layer without it");
    const axes = axesOf(config, x.shape.length);
    const sizes = axes.map((axis) => x.shape[axis]!);
    const spread = x.shape.slice(axes[0]).map((size, i) => (axes.includes(axes[0]! + i) ? size : 1));
    const parameter = (name: string): Tensor => take(name, sizes).reshape(spread);
    return layerNormalization(
      ...([g, x, axes, config.number("epsilon", 1e-3)] as const),
      config.bool("scale", true) ? parameter("gamma") : undefined,
      config.bool("center", true) ? parameter("beta") : undefined,
    );
  },
};

/** x · scale + offset: numbers, or one a channel. */
export const rescalingLayer: LayerRule = single((x, { g, config }) => {
  const operand = (key: string): Value => {
    const value = config.raw(key) ?? (key === "offset" ? 0 : undefined);
    const list = Array.isArray(value) ? value : [value];
    if (!list.every((n) => typeof n === "number" && Number.isFinite(n))) throw config.wrong(key, "numbers");
    return g.constant(new Tensor("float32", [list.length], Float32Array.from(list)));
  };
  const scaled = binary(g, "Mul", x, operand("scale"));
  const offset = operand("offset");
  return offset.constant!.toNumbers().every((n) => n === 0) ? scaled : binary(g, "Add", scaled, offset);
});

/** (x − mean) / max(sqrt(variance), 1e-7) for each element of the kept axes. */
export const normalizationLayer: LayerRule = {
  weights: (config) => (config.raw("mean") === undefined ? ["mean", "variance", "count"] : []),
  emit({ g, config, inputs, take }) {
    const [x] = inputs as [Value];
    const rank = x.shape.length;
    if (config.bool("invert", false)) throw config.wrong("invert", "false");
    const axes = config.raw("axis") === undefined ? [] : axesOf(config, rank);
    const sizes = axes.map((axis) => x.shape[axis]!);
    const spread = x.shape.map((size, axis) => (axes.includes(axis) ? size : 1));
    const given = (key: string): Tensor => {
      if (config.raw(key) === undefined) return take(key, sizes).reshape(spread);
      const numbers = [config.raw(key)].flat(8) as number[];
      if (!numbers.every((n) => typeof n === "number")) throw config.wrong(key, "numbers");
      return new Tensor("float32", numbers.length === 1 ? [1] : spread, Float32Array.from(numbers));
    };
    const deviation = Float32Array.from(given("variance").toNumbers(), (v) => Math.max(Math.sqrt(v), 1e-7));
    const shape = deviation.length === 1 ? [1] : spread;
    const centred = binary(g, "Sub", x, g.constant(given("mean")));
    if (deviation.length === 1) return withNumber(g, "Div", centred, deviation[0]!);
    return binary(g, "Div", centred, g.constant(new Tensor("float32", shape, deviation)));
  },
};
