import { encodeSteps } from "../../../kernels-ref/pointwise.js";
import type { DType } from "../../../src/base/tensor/dtype.js";
import type { Operand } from "../../../src/ir/graph/program.js";
import { pick, ROUNDS, random, type Twins, tensor, type, value } from "./twins.js";

export function pointwise(twins: Twins): void {
  const dtypes = ["int8", "int16", "int32", "int64", "float32"] as const;
  const shape = [2, 3, 50];
  const other = (dtype: DType): Operand => twins.input(type(dtype, pick([shape, [], [50], [3, 1], [2, 1, 50]])));
  for (const dtype of dtypes) {
    for (const op of ["add", "subtract", "multiply", "divide", "maximum", "minimum"])
      twins.call(op, [twins.input(type(dtype, shape)), other(dtype)], [type(dtype, shape)]);
    for (const op of ["negative", "abs", ...(dtype === "int64" ? [] : ["nn.relu"])])
      twins.call(op, [twins.input(type(dtype, shape))], [type(dtype, shape)]);
    twins.call("greater_equal", [twins.input(type(dtype, shape)), other(dtype)], [type("bool", shape)]);
    const condition = twins.input(type("bool", [3, 1]));
    twins.call("where", [condition, twins.input(type(dtype, shape)), other(dtype)], [type(dtype, shape)]);
    twins.call("clip", [twins.input(type(dtype, shape))], [type(dtype, shape)], { a_min: -100, a_max: 27 });
    for (const to of dtypes) {
      const inRange = dtype === "float32" ? (): number => random(-(2 ** 24), 2 ** 24) / 1024 : value;
      twins.call("cast", [twins.input(type(dtype, shape), inRange)], [type(to, shape)], { dtype: to });
    }
  }
  for (const op of ["round", "exp", "tanh", "sigmoid", "sqrt", "rsqrt"]) {
    const make = op.endsWith("sqrt") ? (): number => Math.abs(Number(value("float32"))) : value;
    for (const scale of [1, 1e-3])
      twins.call(op, [twins.input(type("float32", [400]), (d) => Number(make(d)) * scale)], [type("float32", [400])]);
  }
  for (const [dtype, limit] of [
    ["int32", 35],
    ["int64", 70],
  ] as const) {
    const amount = (): number | bigint => (dtype === "int64" ? BigInt(random(-limit, limit)) : random(-limit, limit));
    twins.call(
      "right_shift",
      [twins.input(type(dtype, shape)), twins.input(type(dtype, [50]), amount)],
      [type(dtype, shape)],
    );
  }
  for (let round = 0; round < ROUNDS; round++) {
    const shift = random(-40, 0);
    const multiplier = pick([2 ** 30, random(2 ** 30, 2 ** 31 - 1)]);
    twins.call("fixed_point_multiply", [twins.input(type("int32", shape))], [type("int32", shape)], {
      multiplier,
      shift,
    });
  }
  const vector = (make: () => number): Operand => twins.constant(tensor(type("int32", [3]), make));
  const scales = [
    vector(() => pick([2 ** 30, random(2 ** 30, 2 ** 31 - 1)])),
    vector(() => 0),
    vector(() => random(0, 30)),
  ];
  const perAxis = { axes: [1], is_lshift_required: false, is_rshift_required: true };
  twins.call(
    "fixed_point_multiply_per_axis",
    [twins.input(type("int32", shape)), ...scales],
    [type("int32", shape)],
    perAxis,
  );
  twins.call("nn.leaky_relu", [twins.input(type("float32", shape))], [type("float32", shape)], { alpha: 0.1 });
  twins.call(
    "nn.prelu",
    [twins.input(type("float32", shape)), twins.constant(tensor(type("float32", [3])))],
    [type("float32", shape)],
    { axis: 1 },
  );
  const table = Array.from({ length: 256 }, () => random(-128, 127));
  twins.call("esp.lookup", [twins.input(type("int8", shape))], [type("int8", shape)], { table });
  for (const scale of [0.0078125, 0.1, 1, 3.5, 64, 2 ** -30, 2 ** -100]) {
    twins.call("esp.quantize", [twins.input(type("float32", [600]))], [type("int8", [600])], { scale });
    for (const relu of [true, false])
      twins.call("esp.dequantize", [twins.input(type("int8", shape))], [type("float32", shape)], { scale, relu });
  }
  for (let round = 0; round < ROUNDS; round++) {
    const pair = [twins.input(type("int8", shape)), twins.input(type("int8", shape))];
    twins.call("esp.add", pair, [type("int8", shape)], {
      exponents: [random(-12, 6), random(-9, 4)],
      relu: round % 2 === 0,
    });
    twins.call("esp.multiply", pair, [type("int8", shape)], { exponent: random(-14, 7), relu: round % 2 === 0 });
  }
  const special = [1e-40, Infinity, -Infinity, Number.NaN, 3.999999, -127.5, -128.5, 126.5];
  for (const scale of [0.5, 1, 0.3])
    twins.call("esp.quantize", [twins.input(type("float32", [40]), () => pick(special))], [type("int8", [40])], {
      scale,
    });
  const steps = encodeSteps([
    { op: "cast", dtype: "float32", reads: [0], attributes: {} },
    { op: "multiply", dtype: "float32", reads: [3, 1], attributes: {} },
    { op: "add", dtype: "float32", reads: [4, 2], attributes: {} },
    { op: "tanh", dtype: "float32", reads: [5], attributes: {} },
  ]);
  const scalar = twins.constant(tensor(type("float32", []), () => 0.03125));
  twins.call("esp.pointwise", [twins.input(type("int8", shape)), scalar, other("float32")], [type("float32", shape)], {
    steps,
  });
}
