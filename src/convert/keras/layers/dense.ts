import { dense } from "../../operators/dense.js";
import type { LayerRule } from "../rule.js";
import { activated } from "./activation-of.js";

export const denseLayer: LayerRule = {
  weights: (config) => (config.bool("use_bias", true) ? ["kernel", "bias"] : ["kernel"]),
  emit(call) {
    const { config, inputs, g, take } = call;
    const [x] = inputs as [(typeof inputs)[0]];
    const units = config.int("units");
    const kernel = take("kernel", [x.shape.at(-1)!, units]);
    const bias = config.bool("use_bias", true) ? take("bias", [units]) : undefined;
    return activated(call, dense(g, x, kernel, bias));
  },
};
