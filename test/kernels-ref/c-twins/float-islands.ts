import type { Attributes, TensorType } from "../../../src/ir/graph/graph.js";
import { inferType } from "../../../src/ir/graph/infer.js";
import { pick, ROUNDS, random, type Twins, tensor, type } from "./twins.js";

const small = (): number => random(-900, 900) / 64;
const float = (...shape: number[]): TensorType => type("float32", shape);

/** One call whose inputs are float32 feeds and whose result types are those of the operator's rule. */
function call(twins: Twins, op: string, types: readonly TensorType[], attributes: Attributes): void {
  const operands = types.map((one) => twins.input(one, small));
  twins.call(op, operands, inferType(op, types, attributes), attributes);
}

export function reductions(twins: Twins): void {
  const shape = [2, 3, 4];
  const names = ["max", "min", "prod", "reduce_l1", "reduce_l2", "reduce_log_sum", "reduce_log_sum_exp"];
  for (const axis of [[0], [1], [-1], [0, 2], [0, 1, 2]]) {
    for (const keepdims of [true, false]) {
      for (const op of [...names, "reduce_sum_square"]) call(twins, op, [float(...shape)], { axis, keepdims });
      for (const op of ["max", "min"])
        for (const dtype of ["int8", "int32", "int64", "bool"] as const) {
          const types = [type(dtype, shape)];
          const attributes = { axis, keepdims };
          twins.call(op, [twins.input(types[0]!)], inferType(op, types, attributes), attributes);
        }
    }
    const attributes = { axis: axis.slice(0, 1), keepdims: true, select_last_index: random(0, 1) === 1 };
    call(twins, "argmin", [float(...shape)], attributes);
    call(twins, "nn.standardize", [float(...shape)], { axis, epsilon: 1e-5, center: random(0, 1) === 1 });
  }
}

export function normalizations(twins: Twins): void {
  for (let round = 0; round < ROUNDS; round++) {
    const shape = [random(1, 2), random(1, 9), random(1, 3), random(1, 3)];
    const axis = random(0, 3);
    call(twins, "nn.log_softmax", [float(...shape)], { axis });
    call(twins, "nn.hardmax", [float(...shape)], { axis });
    call(twins, "nn.lrn", [float(...shape)], { size: random(1, 5), alpha: 0.0002, beta: 0.5 + round / 8, bias: 1.5 });
  }
}

export function selections(twins: Twins): void {
  for (let round = 0; round < ROUNDS; round++) {
    const shape = [random(1, 3), random(2, 7), random(1, 3)];
    const few = (): number => random(-2, 2);
    for (const dtype of ["float32", "int8"] as const) {
      const attributes = { k: random(1, shape[1]!), axis: 1, largest: random(0, 1) === 1 };
      const types = [type(dtype, shape)];
      twins.call("topk", [twins.input(types[0]!, few)], inferType("topk", types, attributes), attributes);
    }
    const attributes = { axis: random(0, 2), exclusive: random(0, 1) === 1, reverse: random(0, 1) === 1 };
    call(twins, "cumsum", [float(...shape)], attributes);
    const result = shape.map(() => random(1, 5));
    const sources = result.flatMap((length, axis) => Array.from({ length }, () => random(-1, shape[axis]! - 1)));
    const fill = twins.constant(tensor(float(), () => -2.5));
    const taken = { shape: result, sources };
    twins.call("esp.take_axes", [twins.input(float(...shape), small), fill], [float(...result)], taken);
    const taps = random(1, 4);
    const length = random(1, 6) * taps;
    call(twins, "esp.interpolate", [float(...shape)], {
      axis: 1,
      taps,
      sources: Array.from({ length }, () => random(0, shape[1]! - 1)),
      weights: Array.from({ length }, () => Math.fround(small() / 7)),
    });
  }
}

export function products(twins: Twins): void {
  const [a, b, c, d] = [2, 3, 4, 5];
  call(twins, "einsum", [float(a, b, c), float(a, c, d)], { equation: "abc,acd->abd" });
  call(twins, "einsum", [float(b, b)], { equation: "aa->a" });
  call(twins, "einsum", [float(b, b)], { equation: "aa->" });
  call(twins, "einsum", [float(a), float(b), float(a, c)], { equation: "a,b,ac->cb" });
  for (let round = 0; round < 2 * ROUNDS; round++) {
    const pool_size = [random(1, 2), random(1, 3), random(1, 3)];
    const padding = [...pool_size.map((taps) => random(0, taps - 1)), ...pool_size.map((taps) => random(0, taps - 1))];
    const strides = [random(1, 2), random(1, 2), random(1, 3)];
    const attributes = { pool_size, padding, strides, dilation: [1, random(1, 2), 1], overhang: [0, 0, random(0, 1)] };
    const image = [1, 2, random(2, 3), random(5, 6), random(3, 6)];
    call(twins, "esp.max_pool3d", [float(...image)], attributes);
    call(twins, "esp.avg_pool3d", [float(...image)], { ...attributes, count_include_pad: random(0, 1) === 1 });
    call(twins, "esp.lp_pool3d", [float(...image)], { ...attributes, p: random(1, 4) });
  }
}

const ACTIVATIONS =
  "Sigmoid Tanh Relu Affine LeakyRelu ThresholdedRelu ScaledTanh HardSigmoid Elu Softsign Softplus".split(" ");

export function recurrent(twins: Twins): void {
  const layers = [
    { op: "esp.rnn", gates: 1, functions: 1 },
    { op: "esp.gru", gates: 3, functions: 2 },
    { op: "esp.lstm", gates: 4, functions: 3 },
  ];
  for (let round = 0; round < ROUNDS; round++) {
    for (const { op, gates, functions } of layers) {
      const direction = pick(["forward", "reverse", "bidirectional"]);
      const directions = direction === "bidirectional" ? 2 : 1;
      const [steps, batch, inputs, hidden] = [random(1, 3), random(1, 2), random(1, 4), random(1, 5)];
      const rows = gates * hidden;
      const count = directions * functions;
      const types = [
        float(steps, batch, inputs),
        float(directions, rows, inputs),
        float(directions, rows, hidden),
        float(directions, 2 * rows),
        float(directions, batch, hidden),
        ...(op === "esp.lstm" ? [float(directions, batch, hidden), float(directions, 3 * hidden)] : []),
      ];
      const attributes = {
        direction,
        activations: Array.from({ length: count }, () => pick(ACTIVATIONS)).join(" "),
        alpha: Array.from({ length: count }, () => pick([0.01, 0.2, 1])),
        beta: Array.from({ length: count }, () => pick([0.5, 1])),
        clip: pick([0, 3]),
        ...(op === "esp.gru" ? { linear_before_reset: random(0, 1) === 1 } : {}),
      };
      const operands = types.map((one) => twins.input(one, () => random(-64, 64) / 64));
      twins.call(op, operands, inferType(op, types, attributes), attributes);
    }
  }
}
