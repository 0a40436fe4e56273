import type { DType } from "../../../base/tensor/dtype.js";
import { type AttributeSpec, flag, float, int, ints, text, textOf } from "../attribute.js";
import type { TensorType } from "../graph.js";
import {
  broadcastShapes,
  input,
  type OperatorRule,
  type OperatorTable,
  require,
  show,
  tensor,
  wrapAxis,
} from "./rule.js";

/** The result has the type of the first input. */
function same(attributes: readonly AttributeSpec[] = []): OperatorRule {
  return { attributes, infer: (inputs) => [input(inputs, 0)] };
}

function broadcast(result?: DType): OperatorRule {
  return {
    attributes: [],
    infer(inputs) {
      const a = input(inputs, 0);
      const b = input(inputs, 1);
      require(a.dtype === b.dtype, () => `both operands must have one dtype, got ${show(a)} and ${show(b)}`);
      return [tensor(result ?? a.dtype, broadcastShapes(a.shape, b.shape))];
    },
  };
}

const where: OperatorRule = {
  attributes: [],
  infer(inputs) {
    const [condition, a, b] = [input(inputs, 0), input(inputs, 1), input(inputs, 2)];
    require(condition.dtype === "bool", () => `the condition must be bool, got ${show(condition)}`);
    require(a.dtype === b.dtype, () => `both choices must have one dtype, got ${show(a)} and ${show(b)}`);
    return [tensor(a.dtype, broadcastShapes(condition.shape, broadcastShapes(a.shape, b.shape)))];
  },
};

const cast: OperatorRule = {
  attributes: [text("dtype")],
  infer: (inputs, attributes) => [tensor(textOf(attributes, "dtype") as DType, input(inputs, 0).shape)],
};

const prelu: OperatorRule = {
  attributes: [int("axis", 1)],
  infer(inputs, attributes) {
    const data = input(inputs, 0);
    const slope = input(inputs, 1);
    const channels = data.shape[wrapAxis(attributes.axis as number, data.shape.length)];
    require(slope.shape.length === 1 && slope.shape[0] === channels, () =>
      `the slope must be [${channels}], got ${show(slope)}`);
    return [data];
  },
};

const softmax: OperatorRule = {
  attributes: [int("axis", -1)],
  infer(inputs, attributes) {
    wrapAxis(attributes.axis as number, input(inputs, 0).shape.length);
    return [input(inputs, 0)];
  },
};

function int32(inputs: readonly TensorType[]): TensorType {
  const type = input(inputs, 0);
  require(type.dtype === "int32", () => `the input must be int32, got ${show(type)}`);
  return type;
}

/** Operators that look at one element at a time. */
export const ELEMENTWISE: OperatorTable = {
  abs: same(),
  negative: same(),
  round: same(),
  rsqrt: same(),
  sigmoid: same(),
  sqrt: same(),
  clip: same([float("a_min"), float("a_max")]),
  cast,
  "nn.relu": same(),
  "nn.leaky_relu": same([float("alpha", 0.25)]),
  "nn.softmax": softmax,
  "nn.prelu": prelu,
  add: broadcast(),
  subtract: broadcast(),
  multiply: broadcast(),
  divide: broadcast(),
  maximum: broadcast(),
  minimum: broadcast(),
  left_shift: broadcast(),
  right_shift: broadcast(),
  greater_equal: broadcast("bool"),
  where,
  fixed_point_multiply: {
    attributes: [int("multiplier"), int("shift")],
    infer: (inputs) => [int32(inputs)],
  },
  fixed_point_multiply_per_axis: {
    attributes: [flag("is_lshift_required", false), flag("is_rshift_required", false), ints("axes")],
    infer: (inputs) => [int32(inputs)],
  },
};
