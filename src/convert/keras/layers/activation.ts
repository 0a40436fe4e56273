import { float } from "../../graph/attributes.js";
import { scalar } from "../../graph/constants.js";
import type { Value } from "../../graph/value.js";
import { clip } from "../../operators/activations.js";
import { binary, unary, withNumber } from "../../operators/elementwise.js";
import { softmax } from "../../operators/softmax.js";
import { type LayerCall, type LayerRule, single } from "../rule.js";
import { activated } from "./activation-of.js";

export const activationLayer: LayerRule = single((x, call) => activated(call, x));

/** f(x) = x from `threshold` to `max_value`, `negative_slope` · (x − threshold) below. */
export const reluLayer: LayerRule = single((x, { g, config }) => {
  const most = config.raw("max_value") === undefined ? undefined : config.number("max_value");
  // Keras 2 spells tfjs's camel case too; both mean 0 when they are missing.
  const slope = config.number("negative_slope", 0);
  const threshold = config.number("threshold", 0);
  if (slope !== 0 || threshold !== 0) return shiftedRelu(g, x, most, slope, threshold);
  return most === undefined ? unary(g, "Relu", x) : clip(g, x, 0, most);
});

/** The part above the threshold, held, plus the slope's part below it: each is zero where the other counts. */
function shiftedRelu(g: LayerCall["g"], x: Value, most: number | undefined, slope: number, threshold: number): Value {
  const limit = (value: Value): Value =>
    most === undefined ? value : unary(g, "Min", value, {}, [g.weight("max", scalar(most))]);
  if (threshold === 0) return limit(unary(g, "LeakyRelu", x, { alpha: float(slope) }));
  const above = limit(thresholded(g, x, threshold));
  if (slope === 0) return above;
  const below = unary(g, "Min", withNumber(g, "Sub", x, threshold), {}, [g.weight("max", scalar(0))]);
  return binary(g, "Add", above, withNumber(g, "Mul", below, slope));
}

/** x where it is above theta, else 0. */
export function thresholded(g: LayerCall["g"], x: Value, theta: number): Value {
  if (theta >= 0) return unary(g, "ThresholdedRelu", x, { alpha: float(theta) });
  const name = g.node("Greater", [x.name, g.weight("theta", scalar(theta))]);
  return { ...x, name: g.node("Where", [name, x.name, g.weight("zero", scalar(0))]) };
}

export const thresholdedReluLayer: LayerRule = single((x, { g, config }) =>
  thresholded(g, x, config.number("theta", 1)),
);

export const leakyReluLayer: LayerRule = single((x, { g, config }) => {
  // Keras 3 renamed it.
  const alpha = config.number("alpha", config.number("negative_slope", 0.3));
  return unary(g, "LeakyRelu", x, { alpha: float(alpha) });
});

export const eluLayer: LayerRule = single((x, { g, config }) =>
  unary(g, "Elu", x, { alpha: float(config.number("alpha", 1)) }),
);

/** A slope for each element; axes in `shared_axes` have one for all. */
export const preluLayer: LayerRule = {
  weights: () => ["alpha"],
  emit({ g, config, inputs, take }) {
    const [x] = inputs as [Value];
    const shared = config.raw("shared_axes") === undefined ? [] : config.ints("shared_axes", undefined);
    const shape = x.shape.slice(1).map((size, i) => (shared.includes(i + 1) ? 1 : size));
    const slope = take("alpha", shape).reshape([1, ...shape]);
    return { ...x, name: g.node("PRelu", [x.name, g.as(g.constant(slope), x.order)]) };
  },
};

export const softmaxLayer: LayerRule = single((x, { g, config }) => {
  const rank = x.shape.length;
  const axis = Array.isArray(config.raw("axis"))
    ? config.ints("axis", 1, -1, -rank)[0]!
    : config.int("axis", -1, -rank);
  if (axis >= rank) throw config.wrong("axis", `less than ${rank}`);
  return softmax(g, "Softmax", x, axis < 0 ? axis + rank : axis);
});

/** Layers that do nothing once the model is trained: Dropout and noise. */
export const passLayer: LayerRule = single((x, { config }) => {
  config.raw("data_format");
  config.raw("l1");
  config.raw("l2");
  return x;
});
