import { all, FILLS, type Probe } from "./probe.js";
import { extremes, noise, ramp, zeros } from "./signals.js";

/** Tables and other layers that make one element of one int8. */
export const elementwise: Probe = {
  name: "tables, quantize, dequantize, loops over one tensor",
  tells:
    "the whole curve from each input to its output; slope, offset, limits, rounding; which elements are concerned; what stands in another place",
  applies: ({ inputs, reference }) => {
    const read = inputs.filter(({ constant }) => !constant);
    return read.length === 1 && read[0]!.tensor.dtype === "int8" && read[0]!.tensor.size === reference.size;
  },
  first: () => [
    all(ramp, FILLS[0]),
    all(noise(), FILLS[1]),
    all(ramp),
    all(noise()),
    all(noise()),
    all(noise()),
    all(extremes),
    all(zeros),
  ],
  more: (layer, most) => {
    // A table of 256 entries wants to be seen as a whole.
    const missing = Math.ceil(1500 / Math.max(1, layer.reference.size));
    return Array.from({ length: Math.min(most, missing) }, (_, k) => all(k % 2 === 0 ? ramp : noise()));
  },
};
