import { UserError } from "../../../base/errors.js";
import type { Value } from "../../graph/value.js";
import type { Config } from "../config.js";
import type { LayerCall } from "../rule.js";

/** The input of a layer over images: [N, …`space` axes, C], channels last. */
export function spatialInput({ config, inputs }: LayerCall, space: number): Value {
  const format = config.raw("data_format") ?? "channels_last";
  if (format !== "channels_last" && format !== "channelsLast")
    throw new UserError(
      `${config.label}: data_format is ${JSON.stringify(format)}, expected channels_last; build the model with that`,
    );
  const x = inputs[0]!;
  if (x.shape.length !== space + 2)
    throw new UserError(`${config.label}: its input has shape [${x.shape}], expected ${space + 2} axes`);
  return x;
}

export interface Window {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
}

/** The window of a convolution as the configuration states it. */
export const windowOf = (config: Config, space: number): Window => ({
  kernel: config.ints("kernel_size", space),
  strides: config.ints("strides", space, 1),
  dilations: config.ints("dilation_rate", space, 1),
});
