import { binary } from "../../operators/elementwise.js";
import type { NodeRule } from "../rule.js";
import { channelsAreFirst, fromChannelsLast, toChannelsLast } from "./layout.js";

/** A number for each channel. */
export const biasAdd: NodeRule = {
  emit(call) {
    const first = channelsAreFirst(call);
    const x = toChannelsLast(call, call.value(0), first);
    const bias = call.value(1);
    if (bias.shape.length !== 1 || bias.shape[0] !== x.shape.at(-1))
      return call.refuse("bias", `[${bias.shape}]`, `${x.shape.at(-1)} numbers`);
    return fromChannelsLast(call, binary(call.g, "Add", x, bias), first);
  },
};
