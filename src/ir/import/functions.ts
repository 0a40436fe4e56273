import type { DType } from "../../base/tensor/dtype.js";
import { dtypeOf } from "../../formats/onnx/data-type.js";
import { scalar } from "../graph/build.js";
import type { Value } from "../graph/graph.js";
import { binary, unary, variadic } from "./elementwise.js";
import type { ImporterTable, Operands } from "./operands.js";

/** `value` in another dtype; itself where it has this dtype. */
function castTo(operands: Operands, value: Value, dtype: DType): Value {
  if (value.type.dtype === dtype) return value;
  if (dtype === "float16" || value.type.dtype === "float16")
    operands.fail("no operator computes in float16", "it", "export the model in float32");
  return operands.call("cast", [value], { dtype });
}

function cast(operands: Operands): Value {
  const to = operands.int("to", 0);
  // These two say how to make what no supported dtype is: 8-bit floats.
  operands.int("saturate", 1);
  operands.text("round_mode", "up");
  const dtype = dtypeOf(to) ?? operands.fail("attribute to must be a number's type", String(to), "use float32");
  return castTo(operands, operands.value(0), dtype);
}

/** The base's dtype is the result's; an exponent of another dtype is converted, a fraction takes the way over float32. */
function power(operands: Operands): Value {
  const [base, exponent] = [operands.value(0), operands.value(1)];
  const { dtype } = base.type;
  const fraction = dtype !== "float32" && /^float/.test(exponent.type.dtype);
  const inner = fraction ? "float32" : dtype;
  const result = operands.call("power", [castTo(operands, base, inner), castTo(operands, exponent, inner)]);
  return castTo(operands, result, dtype);
}

function mod(operands: Operands): Value {
  const inputs = [operands.value(0), operands.value(1)];
  if (operands.int("fmod", 0) !== 0) return operands.call("mod", inputs);
  if (/^float/.test(inputs[0]!.type.dtype))
    operands.fail("attribute fmod must be 1 for floats", "0", "export the model with fmod 1");
  return operands.call("floor_mod", inputs);
}

function bitShift(operands: Operands): Value {
  const direction = operands.text("direction", "");
  if (direction !== "LEFT" && direction !== "RIGHT")
    operands.fail("attribute direction must be LEFT or RIGHT", direction, "export the model again");
  operands.expectDtype(operands.value(0), ["uint8", "uint16", "uint32", "uint64"], "the data of BitShift");
  return operands.call(direction === "LEFT" ? "left_shift" : "right_shift", [operands.value(0), operands.value(1)]);
}

function isInf(operands: Operands): Value {
  const x = operands.value(0);
  const [negative, positive] = [operands.int("detect_negative", 1) !== 0, operands.int("detect_positive", 1) !== 0];
  if (negative && positive) return operands.call("isinf", [x]);
  // Without either the answer is always no, as x < −∞ is.
  const bound = scalar("float32", positive ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY);
  return operands.call(negative || positive ? "equal" : "less", [x, bound]);
}

/** The sum of all inputs from the left, divided by their number. */
function mean(operands: Operands): Value {
  const inputs = operands.values();
  operands.expectDtype(inputs[0]!, ["float32"], "the data of Mean");
  const [total] = variadic("add")(operands);
  return inputs.length === 1 ? total! : operands.call("divide", [total!, scalar("float32", inputs.length)]);
}

/** Operators whose every element depends on one element of each input. */
export const FUNCTIONS: ImporterTable = {
  Acos: unary("acos"),
  Acosh: unary("acosh"),
  And: binary("logical_and"),
  Asin: unary("asin"),
  Asinh: unary("asinh"),
  Atan: unary("atan"),
  Atanh: unary("atanh"),
  BitShift: (operands) => [bitShift(operands)],
  BitwiseAnd: binary("bitwise_and"),
  BitwiseNot: unary("bitwise_not"),
  BitwiseOr: binary("bitwise_or"),
  BitwiseXor: binary("bitwise_xor"),
  Cast: (operands) => [cast(operands)],
  CastLike(operands) {
    operands.int("saturate", 1);
    operands.text("round_mode", "up");
    return [castTo(operands, operands.value(0), operands.value(1).type.dtype)];
  },
  Ceil: unary("ceil"),
  Cos: unary("cos"),
  Cosh: unary("cosh"),
  Equal: binary("equal"),
  Erf: unary("erf"),
  Floor: unary("floor"),
  Greater: binary("greater"),
  GreaterOrEqual: binary("greater_equal"),
  IsInf: (operands) => [isInf(operands)],
  IsNaN: unary("isnan"),
  Less: binary("less"),
  LessOrEqual: binary("less_equal"),
  Log: unary("log"),
  Mean: (operands) => [mean(operands)],
  Mod: (operands) => [mod(operands)],
  Not: unary("logical_not"),
  Or: binary("logical_or"),
  Pow: (operands) => [power(operands)],
  Round: unary("round_half_even"),
  Sign: unary("sign"),
  Sin: unary("sin"),
  Sinh: unary("sinh"),
  Sum: variadic("add"),
  Tan: unary("tan"),
  Where: (operands) => [operands.call("where", [operands.value(0), operands.value(1), operands.value(2)])],
  Xor: binary("logical_xor"),
};
