import { flag, float, int, integer, ints } from "../attribute.js";
import { numbers, type TensorType } from "../graph.js";
import { input, type OperatorTable, require, show, wrapAxis } from "./rule.js";

/** A float32 input, whose type is the result's. @throws TypeRuleError for another dtype. */
function float32(inputs: readonly TensorType[]): TensorType {
  const type = input(inputs, 0);
  require(type.dtype === "float32", () => `the input must be float32, got ${show(type)}`);
  return type;
}

const alongAxis = {
  attributes: [int("axis", -1)],
  infer(inputs: readonly TensorType[], attributes: Parameters<typeof integer>[0]): readonly TensorType[] {
    wrapAxis(integer(attributes, "axis"), float32(inputs).shape.length);
    return [float32(inputs)];
  },
};

/** Operators that put the elements of a group in relation to each other, float32. */
export const NORMALIZATION: OperatorTable = {
  "nn.log_softmax": alongAxis,
  "nn.hardmax": alongAxis,
  "nn.standardize": {
    attributes: [ints("axis"), float("epsilon", 1e-5), flag("center", true)],
    infer(inputs, attributes) {
      for (const axis of numbers(attributes, "axis")) wrapAxis(axis, float32(inputs).shape.length);
      return [float32(inputs)];
    },
  },
  "nn.lrn": {
    attributes: [int("size"), float("alpha", 1e-4), float("beta", 0.75), float("bias", 1)],
    infer(inputs, attributes) {
      const type = float32(inputs);
      require(type.shape.length >= 2, () => `the input must be [N, C, …], got ${show(type)}`);
      require(integer(attributes, "size") > 0, () => "the size must be positive");
      return [type];
    },
  },
};
