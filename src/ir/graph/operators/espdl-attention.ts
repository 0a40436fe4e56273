import { flag, float, ints, text, textOf } from "../attribute.js";
import type { TensorType } from "../graph.js";
import { requireReal } from "./espdl-elementwise.js";
import { input, type OperatorTable, require, show, tensor } from "./rule.js";

/** Fused attention of today's ESP-DL on four axes; the output has the query's shape. */
export const ESPDL_ATTENTION: OperatorTable = {
  "espdl.attention": {
    attributes: [text("layout", "BHND"), float("scale"), flag("is_causal", false), ints("exponents")],
    infer(inputs, attributes) {
      const [query, key, value] = [0, 1, 2].map((index) => requireReal(input(inputs, index)));
      const [head, length] = textOf(attributes, "layout") === "BNHD" ? [2, 1] : [1, 2];
      const all = [query, key, value];
      require(all.every(({ dtype, shape }) => dtype === query.dtype && shape.length === 4), () =>
        `query, key and value must have one dtype and 4 axes, got ${all.map(show).join(", ")}`);
      const fits =
        key.shape.join() === value.shape.join() &&
        key.shape[0] === query.shape[0] &&
        key.shape[3] === query.shape[3] &&
        query.shape[head] % key.shape[head] === 0;
      require(fits, () => `query, key and value do not fit each other: ${all.map(show).join(", ")}`);
      if (inputs[3] !== undefined)
        checkMask(inputs[3], [query.shape[0], query.shape[head], query.shape[length], key.shape[length]]);
      return [tensor(query.dtype, query.shape)];
    },
  },
};

function checkMask(mask: TensorType, logits: readonly number[]): void {
  const missing = 4 - mask.shape.length;
  const fits = missing >= 0 && mask.shape.every((size, axis) => size === 1 || size === logits[axis + missing]);
  require((mask.dtype === "bool" || mask.dtype === "float32") && fits, () =>
    `the mask must be bool or float32 and broadcast to [${logits.join(", ")}], got ${show(mask)}`);
}
