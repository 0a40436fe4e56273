import type { DType } from "../../../../kernels-ref/array.js";
import { FLOAT_FUNCTIONS } from "../../../../kernels-ref/float-functions.js";

const SUFFIXES: Partial<Record<DType, string>> = {
  float32: "f32",
  bool: "u8",
  int8: "i8",
  uint8: "u8",
  int16: "i16",
  uint16: "u16",
  int32: "i32",
  uint32: "u32",
  int64: "i64",
  uint64: "u64",
};

/** The end of the name of every C function on elements of a dtype. */
export function suffixOf(dtype: DType): string | undefined {
  return SUFFIXES[dtype];
}

type Holds = (dtype: DType) => boolean;
const float: Holds = (dtype) => dtype === "float32";
const unsigned: Holds = (dtype) => /^uint/.test(dtype);
const integer: Holds = (dtype) => /^u?int/.test(dtype);
const number: Holds = (dtype) => float(dtype) || integer(dtype);
const any: Holds = () => true;

/** Operators whose C function has the operator's name (or the given one) and the dtype of the result. */
const PLAIN: Readonly<Record<string, readonly [Holds, string?]>> = {
  abs: [number],
  add: [number],
  bitwise_and: [integer],
  bitwise_not: [integer],
  bitwise_or: [integer],
  bitwise_xor: [integer],
  divide: [number],
  floor_mod: [integer],
  left_shift: [unsigned],
  logical_and: [any, "bitwise_and"],
  logical_not: [any],
  logical_or: [any, "bitwise_or"],
  logical_xor: [any, "bitwise_xor"],
  maximum: [number],
  minimum: [number],
  mod: [number],
  multiply: [number],
  negative: [number],
  "nn.prelu": [float, "leaky_relu"],
  "nn.relu": [number, "relu"],
  power: [number],
  right_shift: [(dtype) => unsigned(dtype) || dtype === "int32" || dtype === "int64"],
  rsqrt: [float],
  round: [float],
  sigmoid: [float],
  sign: [number],
  sqrt: [float],
  subtract: [number],
  where: [any],
};

/** Those that make a bool: the function has the dtype of what they compare. */
const TESTS: Readonly<Record<string, Holds>> = {
  equal: any,
  greater: number,
  greater_equal: number,
  isinf: float,
  isnan: float,
  less: number,
  less_equal: number,
};

/** The C function of a pointwise operator on elements that become `dtype` from `compared`; undefined if there is none. */
export function functionOf(op: string, dtype: DType, compared: DType): string | undefined {
  if (FLOAT_FUNCTIONS.has(op)) return dtype === "float32" ? `espdl_${op}_f32` : undefined;
  const test = TESTS[op];
  const [holds, name] = test === undefined ? (PLAIN[op] ?? [() => false]) : [test];
  const subject = test === undefined ? dtype : compared;
  const suffix = SUFFIXES[subject];
  return holds(subject) && suffix !== undefined ? `espdl_${name ?? op}_${suffix}` : undefined;
}
