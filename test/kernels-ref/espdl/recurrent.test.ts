import { describe, expect, it } from "vitest";
import { ESPDL_ARITHMETIC, KERNELS } from "../../../kernels-ref/index.js";
import type { DType } from "../../../src/base/tensor/dtype.js";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import { integers, tensor } from "../run.js";

const [STEPS, INPUTS, HIDDEN] = [4, 3, 5];

/** Random inputs of a layer with `directions`; seeds choose the data and the weights of each direction. */
function operands(gates: number, directions: number, weightSeeds: readonly number[]): Tensor[] {
  const stacked = (dtype: DType, shape: readonly number[], limit: number, salt: number): Tensor => {
    const size = shape.reduce((product, dim) => product * dim, 1);
    const values = weightSeeds.flatMap((seed) => {
      const next = integers(seed * 10 + salt);
      return Array.from({ length: size }, () => next(-limit, limit));
    });
    return tensor(dtype, [directions, ...shape], values);
  };
  const next = integers(99);
  const x = tensor(
    "int8",
    [STEPS, 1, INPUTS],
    Array.from({ length: STEPS * INPUTS }, () => next(-128, 127)),
  );
  return [
    x,
    stacked("int8", [gates * HIDDEN, INPUTS], 127, 1),
    stacked("int8", [gates * HIDDEN, HIDDEN], 127, 2),
    stacked("int16", [2 * gates * HIDDEN], 200, 3),
    stacked("int8", [1, HIDDEN], 100, 4),
    ...(gates === 4 ? [stacked("int16", [1, HIDDEN], 500, 5)] : []),
  ];
}

function run(op: "gru" | "lstm", inputs: readonly Tensor[], directions: number): number[][] {
  const state = [directions, 1, HIDDEN];
  const outputs = [Tensor.zeros("int8", [STEPS, ...state]), Tensor.zeros("int8", state), Tensor.zeros("int16", state)];
  const attributes = { hidden_size: HIDDEN, directions, gate_exponent: -9, shifts: [4, 6], output_exponent: -7 };
  KERNELS.get(`espdl.${op}`)!(inputs, attributes, outputs.slice(0, op === "gru" ? 2 : 3), ESPDL_ARITHMETIC.c);
  return outputs.map((output) => output.toNumbers());
}

function reversed(x: Tensor): Tensor {
  const steps = Array.from({ length: STEPS }, (_, t) => x.toNumbers().slice(t * INPUTS, (t + 1) * INPUTS));
  return tensor("int8", x.shape, steps.reverse().flat());
}

describe("recurrent layers", () => {
  it.each([
    ["gru", 3],
    ["lstm", 4],
  ] as const)("both directions of %s are two layers, the second on the reversed data", (op, gates) => {
    const [y, h, c] = run(op, operands(gates, 2, [1, 2]), 2);
    const forward = run(op, operands(gates, 1, [1]), 1);
    const [x, ...rest] = operands(gates, 1, [2]);
    const backward = run(op, [reversed(x), ...rest], 1);
    for (let t = 0; t < STEPS; t++) {
      const at = (values: readonly number[], step: number) => values.slice(step * HIDDEN, (step + 1) * HIDDEN);
      expect(at(y, 2 * t)).toEqual(at(forward[0], t));
      expect(at(y, 2 * t + 1)).toEqual(at(backward[0], STEPS - 1 - t));
    }
    expect(h).toEqual([...forward[1], ...backward[1]]);
    if (op === "lstm") expect(c).toEqual([...forward[2], ...backward[2]]);
    expect(new Set(y).size).toBeGreaterThan(10);
  });
});
