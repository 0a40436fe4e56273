import { globalPooling, pooling } from "../../operators/pooling.js";
import type { LayerRule } from "../rule.js";
import { spatialInput } from "./space.js";

/** MaxPooling and AveragePooling over one to three axes; the stride is the window unless it is given. */
export const poolingLayer = (kind: "MaxPool" | "AveragePool", space: number): LayerRule => ({
  emit(call) {
    const { config, g } = call;
    const x = spatialInput(call, space);
    const size = config.ints("pool_size", space, 2);
    const strides = config.raw("strides") === undefined ? size : config.ints("strides", space);
    return pooling(g, x, { kind, size, strides, padding: config.choice("padding", ["valid", "same"], "valid") });
  },
});

export const globalPoolingLayer = (kind: "GlobalMaxPool" | "GlobalAveragePool", space: number): LayerRule => ({
  emit: (call) => globalPooling(call.g, spatialInput(call, space), kind, call.config.bool("keepdims", false)),
});
