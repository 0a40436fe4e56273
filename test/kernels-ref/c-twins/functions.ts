import { FLOAT_FUNCTIONS } from "../../../kernels-ref/float-functions.js";
import type { DType } from "../../../src/base/tensor/dtype.js";
import { pick, random, type Twins, tensor, type, value } from "./twins.js";

const INTEGERS = ["int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64"] as const;

/** Any float32 but NaN: every magnitude, and the places where functions turn. */
function anyFloat(): number {
  if (random(0, 3) === 0) return pick([0, -0, 0.5, -0.5, 1, -1, 1.5, 2.5, -2.5, 0.46875, 4, -4, Infinity, -Infinity]);
  return (random(-(2 ** 24), 2 ** 24) / 2 ** 24) * 2 ** random(-40, pick([4, 24, 126]));
}

/** Any element of an unsigned type; small ones are frequent. */
function unsigned(dtype: DType): number | bigint {
  const bits = Number(dtype.slice(4));
  const small = BigInt(random(0, 40));
  const wide = (BigInt(random(0, 2 ** 31)) << 33n) | (BigInt(random(0, 2 ** 31)) << 2n) | BigInt(random(0, 3));
  const found = BigInt.asUintN(bits, random(0, 1) === 0 ? small : wide);
  return bits === 64 ? found : Number(found);
}

const make = (dtype: DType): number | bigint => (dtype.startsWith("uint") ? unsigned(dtype) : value(dtype));

export function functions(twins: Twins): void {
  for (const op of [...FLOAT_FUNCTIONS.keys(), "sign"])
    twins.call(op, [twins.input(type("float32", [500]), anyFloat)], [type("float32", [500])]);
  const withNaN = (): number => (random(0, 4) === 0 ? Number.NaN : anyFloat());
  for (const op of ["isnan", "isinf"])
    twins.call(op, [twins.input(type("float32", [100]), withNaN)], [type("bool", [100])]);
  const shape = [4, 3, 40];
  for (const op of ["power", "mod"])
    twins.call(
      op,
      [
        twins.input(type("float32", shape), anyFloat),
        twins.input(type("float32", shape), () => pick([anyFloat(), random(-9, 9)])),
      ],
      [type("float32", shape)],
    );
  for (const dtype of [...INTEGERS, "float32"] as const) {
    const operands = [
      twins.input(type(dtype, shape), make),
      twins.input(type(dtype, pick([shape, [40], [3, 1]])), make),
    ];
    for (const op of ["equal", "greater", "greater_equal", "less", "less_equal"])
      twins.call(op, operands, [type("bool", shape)]);
    const more = ["maximum", "minimum", "add", "subtract", "multiply", "divide"];
    for (const op of dtype === "float32"
      ? more.slice(0, 2)
      : [...more, "mod", "floor_mod", "bitwise_and", "bitwise_or", "bitwise_xor"])
      twins.call(op, operands, [type(dtype, shape)]);
    twins.call("where", [twins.input(type("bool", [3, 1])), ...operands], [type(dtype, shape)]);
    if (dtype === "float32") continue;
    for (const op of ["sign", "abs", "negative", "bitwise_not"]) twins.call(op, [operands[0]!], [type(dtype, shape)]);
    const small = (): number | bigint => (dtype.endsWith("64") ? BigInt(random(0, 9)) : random(0, 9));
    twins.call("power", [operands[0]!, twins.input(type(dtype, shape), small)], [type(dtype, shape)]);
    if (dtype.startsWith("uint"))
      for (const op of ["left_shift", "right_shift"])
        twins.call(op, [operands[0]!, twins.input(type(dtype, shape), unsigned)], [type(dtype, shape)]);
    for (const to of ["float32", "bool", "int8", "uint16", "uint64"] as const)
      twins.call("cast", [operands[0]!], [type(to, shape)], { dtype: to });
    twins.call("cast", [twins.input(type("float32", [300]), anyFloat)], [type(dtype, [300])], { dtype });
  }
  const [a, b] = [twins.input(type("bool", shape)), twins.input(type("bool", shape))];
  for (const op of ["logical_and", "logical_or", "logical_xor"]) twins.call(op, [a, b], [type("bool", shape)]);
  twins.call("logical_not", [a], [type("bool", shape)]);
  twins.call("equal", [a, b], [type("bool", shape)]);
  const masks = twins.constant(tensor(type("float32", [40]), () => pick([0, -Infinity, Infinity])));
  twins.call("maximum", [twins.input(type("float32", shape), anyFloat), masks], [type("float32", shape)]);
}
