import type { DType } from "../../../base/tensor/dtype.js";
import { type AttributeSpec, float, int, integer, text, textOf } from "../attribute.js";
import type { TensorType } from "../graph.js";
import { broadcastShapes, input, type OperatorRule, type OperatorTable, require, show, tensor } from "./rule.js";

const EXPONENTS: readonly AttributeSpec[] = [int("input_exponent", 0), int("output_exponent", 0)];
const BINARY_EXPONENTS: readonly AttributeSpec[] = [
  int("left_exponent", 0),
  int("right_exponent", 0),
  int("output_exponent", 0),
];

/** @throws TypeRuleError unless the type is int8, int16 or float32. */
export function requireReal(type: TensorType): TensorType {
  require(["int8", "int16", "float32"].includes(type.dtype), () =>
    `the data must be int8, int16 or float32, got ${show(type)}`);
  return type;
}

/** One number in, one of the same dtype out. */
function unary(...attributes: readonly AttributeSpec[]): OperatorRule {
  return { attributes: [...attributes, ...EXPONENTS], infer: (inputs) => [requireReal(input(inputs, 0))] };
}

function binary(attributes: readonly AttributeSpec[], result?: DType): OperatorRule {
  return {
    attributes,
    infer(inputs) {
      const [a, b] = [requireReal(input(inputs, 0)), input(inputs, 1)];
      require(a.dtype === b.dtype, () => `both operands must have one dtype, got ${show(a)} and ${show(b)}`);
      return [tensor(result ?? a.dtype, broadcastShapes(a.shape, b.shape))];
    },
  };
}

const comparison = binary([], "bool");

/** Entries of an int16 table: one every `step` from −32768 until 32767 is passed, or as many as a runtime derives the step from. */
function fitsInt16(length: number, step: number): boolean {
  const whole = step === 1 ? 65536 : Math.ceil((65535 + step) / step);
  if (step > 0) return length === whole || (length > 1 && Math.floor(65536 / (length - 1)) === step);
  return length === 65536 || (length >= 2 && length <= 65537 && Number.isInteger(Math.log2(65536 / (length - 1))));
}

const lut: OperatorRule = {
  attributes: [int("step", 0)],
  infer(inputs, attributes) {
    const [data, table] = [input(inputs, 0), input(inputs, 1)];
    const length = table.shape.length === 1 ? table.shape[0] : 0;
    const fits = data.dtype === "int8" ? length === 256 : fitsInt16(length, integer(attributes, "step"));
    require((data.dtype === "int8" || data.dtype === "int16") && data.dtype === table.dtype && fits, () =>
      `the table must have the data's dtype and 256 entries (int8) or 65536 / step + 1 (int16), got ${show(table)} for ${show(data)}`);
    return [data];
  },
};

const prelu: OperatorRule = {
  attributes: [int("shift", 0), int("rescale", 0)],
  infer(inputs) {
    const [data, slope] = [requireReal(input(inputs, 0)), input(inputs, 1)];
    const channels = data.shape[data.shape.length - 1];
    const fits = slope.dtype === data.dtype && (slope.shape.join() === "1" || slope.shape.join() === `${channels}`);
    require(fits, () => `the slope must be ${data.dtype} [${channels}] or [1], got ${show(slope)}`);
    return [data];
  },
};

const requantize: OperatorRule = {
  attributes: [text("dtype"), ...EXPONENTS],
  infer(inputs, attributes) {
    const data = requireReal(input(inputs, 0));
    return [requireReal(tensor(textOf(attributes, "dtype") as DType, data.shape))];
  },
};

/** Operators of today's ESP-DL that look at one element at a time. */
export const ESPDL_ELEMENTWISE: OperatorTable = {
  "espdl.add": binary([]),
  "espdl.sub": binary([]),
  "espdl.mul": binary(BINARY_EXPONENTS),
  "espdl.div": binary(BINARY_EXPONENTS),
  "espdl.mod": binary(BINARY_EXPONENTS),
  "espdl.pow": binary(BINARY_EXPONENTS),
  "espdl.equal": comparison,
  "espdl.greater": comparison,
  "espdl.greater_or_equal": comparison,
  "espdl.less": comparison,
  "espdl.less_or_equal": comparison,
  "espdl.lut": lut,
  "espdl.prelu": prelu,
  "espdl.requantize": requantize,
  "espdl.clip": unary(float("minimum"), float("maximum")),
  "espdl.elu": unary(float("alpha", 1)),
  "espdl.exp": unary(),
  "espdl.hard_sigmoid": unary(float("alpha", 0.2), float("beta", 0.5)),
  "espdl.hard_swish": unary(),
  "espdl.leaky_relu": unary(float("alpha", 0.01)),
  "espdl.log": unary(),
  "espdl.neg": unary(),
  "espdl.relu": unary(),
  "espdl.sigmoid": unary(),
  "espdl.sqrt": unary(),
  "espdl.swish": unary(),
  "espdl.tanh": unary(),
};
