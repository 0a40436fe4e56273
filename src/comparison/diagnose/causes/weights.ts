import type { OtherTensor } from "../diagnosis.js";
import type { TapsChange, TapsFamily } from "../product/change.js";
import { unknownWeights } from "../product/unknown.js";

/** Share of the weights that the other array must have, for the rest nothing is known of. */
const LEAST = 0.5;

/** The weights are another layer's. */
export const weights: TapsFamily = {
  family: "weights",
  changes({ taps, orders: [order] }, { others }) {
    return others.flatMap((other): TapsChange[] => {
      const memory = bytesOf(other);
      if (memory === undefined || memory.length < LEAST * taps.rows.length) return [];
      const whole = memory.length >= taps.rows.length;
      return [
        {
          cause: `of ${other.id}`,
          text: `the weights are those of ${other.reader ?? other.id}`,
          look: "the weights that the call names (constant_…_let in the generated C)",
          bits: 3 + Math.log2(others.length + 1),
          taps: { ...taps, rows: Int8Array.from(order.offsets, (offset) => memory[offset] ?? 0) },
          ...(whole
            ? {}
            : {
                beyond: unknownWeights(taps)(
                  Int8Array.from(order.offsets, (offset) => (offset < memory.length ? 0 : 1)),
                ),
              }),
        },
      ];
    });
  },
};

function bytesOf({ constant, tensor, stored }: OtherTensor): Int8Array | undefined {
  return constant && tensor.dtype === "int8" ? (stored ?? (tensor.data as Int8Array)) : undefined;
}
