import { FLOAT_FUNCTIONS } from "../../../../kernels-ref/float-functions.js";
import type { DType } from "../../../base/tensor/dtype.js";
import { broadcastShapes, input, type OperatorRule, type OperatorTable, require, show, tensor } from "./rule.js";

/** One operand of a dtype that `allowed` names; the result has the same type, or is `result`. */
function unary(allowed: RegExp, result?: DType): OperatorRule {
  return {
    attributes: [],
    infer(inputs) {
      const data = input(inputs, 0);
      require(allowed.test(data.dtype), () => `the input must be ${words(allowed)}, got ${show(data)}`);
      return [tensor(result ?? data.dtype, data.shape)];
    },
  };
}

/** Two operands of one dtype that `allowed` names, broadcast; the result has this dtype, or is `result`. */
function binary(allowed: RegExp, result?: DType): OperatorRule {
  return {
    attributes: [],
    infer(inputs) {
      const [a, b] = [input(inputs, 0), input(inputs, 1)];
      require(a.dtype === b.dtype, () => `both operands must have one dtype, got ${show(a)} and ${show(b)}`);
      require(allowed.test(a.dtype), () => `the operands must be ${words(allowed)}, got ${show(a)}`);
      return [tensor(result ?? a.dtype, broadcastShapes(a.shape, b.shape))];
    },
  };
}

const FLOAT = /^float32$/;
const BOOL = /^bool$/;
const INTEGER = /^u?int/;
const NUMBER = /^(u?int|float(32|64)$)/;
const ANY = /^(bool$|u?int|float(32|64)$)/;

const words = (allowed: RegExp): string =>
  allowed === FLOAT ? "float32" : allowed === BOOL ? "bool" : allowed === INTEGER ? "integers" : "numbers";

/** Functions of one element, comparisons, logic and bits. */
export const FUNCTIONS: OperatorTable = {
  ...Object.fromEntries([...FLOAT_FUNCTIONS.keys()].map((name) => [name, unary(FLOAT)])),
  bitwise_and: binary(INTEGER),
  bitwise_not: unary(INTEGER),
  bitwise_or: binary(INTEGER),
  bitwise_xor: binary(INTEGER),
  equal: binary(ANY, "bool"),
  floor_mod: binary(INTEGER),
  greater: binary(NUMBER, "bool"),
  isinf: unary(FLOAT, "bool"),
  isnan: unary(FLOAT, "bool"),
  less: binary(NUMBER, "bool"),
  less_equal: binary(NUMBER, "bool"),
  logical_and: binary(BOOL),
  logical_not: unary(BOOL),
  logical_or: binary(BOOL),
  logical_xor: binary(BOOL),
  mod: binary(NUMBER),
  power: binary(NUMBER),
  sign: unary(NUMBER),
};
