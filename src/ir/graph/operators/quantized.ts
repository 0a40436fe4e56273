import type { DType } from "../../../base/tensor/dtype.js";
import { int, integer, text, textOf } from "../attribute.js";
import { concatenated } from "./movement.js";
import { input, type OperatorTable, require, show, tensor } from "./rule.js";

/**
 * Operators on a tensor with scale and zero point. Inputs: `qnn.quantize` and `qnn.dequantize` data, scale, zero point;
 * `qnn.requantize` data, input scale, input zero point, output scale, output zero point; `qnn.concatenate` n data,
 * n scales, n zero points, output scale, output zero point.
 */
export const QUANTIZED: OperatorTable = {
  "qnn.quantize": {
    attributes: [text("out_dtype"), int("axis", -1)],
    infer(inputs, attributes) {
      const data = input(inputs, 0);
      require(data.dtype === "float32", () => `the data must be float32, got ${show(data)}`);
      return [tensor(textOf(attributes, "out_dtype") as DType, data.shape)];
    },
  },
  "qnn.dequantize": {
    attributes: [text("out_dtype"), int("axis", -1)],
    infer: (inputs, a) => [tensor(textOf(a, "out_dtype") as DType, input(inputs, 0).shape)],
  },
  "qnn.requantize": {
    attributes: [int("axis", -1), text("rounding", "None"), text("compute_dtype", "None"), text("out_dtype")],
    infer(inputs, attributes) {
      const data = input(inputs, 0);
      require(/int/.test(data.dtype), () => `the data must be integers, got ${show(data)}`);
      return [tensor(textOf(attributes, "out_dtype") as DType, data.shape)];
    },
  },
  "qnn.concatenate": {
    attributes: [int("axis", 0)],
    infer: (inputs, a) => [concatenated(inputs.slice(0, (inputs.length - 2) / 3), integer(a, "axis"))],
  },
};
