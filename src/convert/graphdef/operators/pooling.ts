import { materialize } from "../../operators/elementwise.js";
import { pooling } from "../../operators/pooling.js";
import type { NodeRule } from "../rule.js";
import { channelsAreFirst, fromChannelsLast, toChannelsLast } from "./layout.js";
import { paddingOf, spatialSizes } from "./window.js";

/** MaxPool, AvgPool over `space` axes. */
export const pool = (kind: "MaxPool" | "AveragePool", space: number): NodeRule => ({
  emit(call) {
    const rank = space + 2;
    const first = channelsAreFirst(call);
    const x = toChannelsLast(call, materialize(call.g, call.value(0)), first);
    if (x.shape.length !== rank) return call.refuse("input 0", `[${x.shape}]`, `a tensor of ${rank} axes`);
    const padding = paddingOf(call, rank, first);
    if (padding !== "same" && padding !== "valid") return call.refuse("padding", "EXPLICIT", "SAME or VALID");
    const [size, strides] = [spatialSizes(call, "ksize", rank, first), spatialSizes(call, "strides", rank, first)];
    return fromChannelsLast(call, pooling(call.g, x, { kind, size, strides, padding }), first);
  },
});
