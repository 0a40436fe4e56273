import { int64 } from "../../graph/constants.js";
import { reshape, transpose } from "../../operators/reshape.js";
import { type LayerRule, single } from "../rule.js";

export const flattenLayer: LayerRule = single((x, { g, config }) => {
  config.refuse("data_format", "channels_last", "build the model channels last");
  return reshape(g, x, [x.shape[0]!, -1]);
});

export const reshapeLayer: LayerRule = single((x, { g, config }) => {
  const target = config.raw("target_shape");
  const known =
    Array.isArray(target) && target.every((size) => size === null || (Number.isInteger(size) && size >= -1));
  if (!known) throw config.wrong("target_shape", "sizes");
  // tfjs writes a free size as null, Keras as -1.
  return reshape(g, x, [x.shape[0]!, ...target.map((size: number | null) => size ?? -1)]);
});

export const permuteLayer: LayerRule = single((x, { g, config }) => {
  const dims = config.ints("dims", x.shape.length - 1);
  if (dims.toSorted((a, b) => a - b).some((axis, i) => axis !== i + 1))
    throw config.wrong("dims", `the axes 1 to ${dims.length}, each once`);
  return transpose(g, x, [0, ...dims]);
});

/** [N, C] → [N, n, C]. */
export const repeatLayer: LayerRule = single((x, { g, config }) => {
  const n = config.int("n");
  const [batch, channels] = x.shape as [number, number];
  if (x.shape.length !== 2) throw config.wrong("n", "on an input of two axes");
  const row = reshape(g, x, [batch, 1, channels]);
  const name = g.node("Expand", [g.as(row), g.weight("shape", int64([batch, n, channels]))]);
  return { ...row, name, order: [0, 1, 2], shape: [batch, n, channels] };
});
