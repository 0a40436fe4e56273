import { pick, ROUNDS, random, type Twins, type } from "../twins.js";
import { call, constant, INTEGERS, real } from "./call.js";

/** Weights that fill a lane now and then. */
const heavy = (dtype: string): number =>
  random(0, 1) ? real(dtype as never) : pick([-1, 1]) * (dtype === "int8" ? 127 : 32767);
const bias = (wide: boolean) => (): number | bigint => {
  const found = random(-(2 ** 20), 2 ** 20);
  return wide ? BigInt(found) * BigInt(random(1, 2 ** 17)) : found;
};

export function products(twins: Twins): void {
  for (let round = 0; round < 5 * ROUNDS; round++) {
    for (const dtype of INTEGERS) {
      const weights = dtype === "int16" ? pick(INTEGERS) : "int8";
      const isLine = random(0, 3) === 0;
      const rank = isLine ? 1 : 2;
      const kernel = Array.from({ length: rank }, () => random(1, 3));
      const dilations = kernel.map(() => random(1, 2));
      const space = kernel.map((taps, i) => (taps - 1) * dilations[i]! + random(1, 5));
      const isDepthwise = random(0, 2) === 0;
      const channels = isDepthwise ? pick([2, 5, 16, 21]) : random(1, 9);
      const outputs = isDepthwise ? channels : pick([1, 3, 4, 8, 17, 34]);
      const perChannel = random(0, 2) === 0 ? outputs : 1;
      const attributes = {
        strides: kernel.map(() => random(1, 2)),
        pads: [...kernel, ...kernel].map((taps, i) => random(0, (taps - 1) * dilations[i % rank]!)),
        dilations,
        group: isDepthwise ? channels : 1,
        shift: Array.from({ length: perChannel }, () => random(-3, pick([12, 40]))),
        relu: random(0, 1) === 1,
      };
      const wide = dtype === "int16";
      call(
        twins,
        "espdl.conv",
        [
          type(dtype, [random(1, 2), ...space, channels]),
          constant(twins, weights, [...kernel, channels, isDepthwise ? 1 : outputs], heavy),
          ...(random(0, 1) ? [constant(twins, wide ? "int64" : "int32", [outputs], bias(wide))] : []),
        ],
        attributes,
      );
    }
  }
}

export function matrices(twins: Twins): void {
  for (let round = 0; round < 4 * ROUNDS; round++) {
    for (const dtype of INTEGERS) {
      const [m, k, n] = [random(1, 4), pick([1, 5, 16, 300]), pick([1, 7, 8, 16, 19, 35])];
      const batch = Array.from({ length: random(0, 2) }, () => random(1, 3));
      const part = batch.map((length) => (random(0, 1) ? length : 1));
      const isConstant = random(0, 1) === 1;
      const shape = [...(random(0, 1) ? batch : part), k, n];
      const isVector = random(0, 4) === 0;
      const perColumn = isVector ? 1 : pick([1, n]);
      const wide = dtype === "int16";
      const weights = isConstant && wide ? pick(INTEGERS) : dtype;
      const right = isVector ? [k] : shape;
      const hasBias = !isVector && random(0, 1) === 1;
      call(
        twins,
        "espdl.matmul",
        [
          type(dtype, random(0, 4) === 0 ? [k] : [...batch, m, k]),
          isConstant ? constant(twins, weights, right, heavy) : type(dtype, right),
          ...(hasBias ? [constant(twins, wide ? "int64" : "int32", [n], bias(wide))] : []),
        ],
        {
          shift: Array.from({ length: perColumn }, () => random(-2, 24)),
          relu: random(0, 1) === 1,
          right_layout: isConstant || isVector ? "plain" : pick(["plain", "transposed", "blocked"]),
        },
      );
    }
  }
}

export function recurrent(twins: Twins): void {
  for (let round = 0; round < 2 * ROUNDS; round++) {
    for (const dtype of INTEGERS) {
      for (const [op, gates] of [
        ["espdl.gru", 3],
        ["espdl.lstm", 4],
      ] as const) {
        const [hidden, columns, directions] = [pick([3, 8, 16]), pick([2, 8, 16]), random(1, 2)];
        const state = [directions, 1, hidden];
        const small = (): number => random(-900, 900);
        call(
          twins,
          op,
          [
            type(dtype, [random(1, 4), 1, columns]),
            constant(twins, dtype, [directions, gates * hidden, columns]),
            constant(twins, dtype, [directions, gates * hidden, hidden]),
            constant(twins, "int16", [directions, 2 * gates * hidden], small),
            constant(twins, dtype, state),
            ...(gates === 4 ? [constant(twins, "int16", state)] : []),
          ],
          {
            ...{ hidden_size: hidden, directions, gate_exponent: pick([-8, -9, -11]) },
            ...{ shifts: [random(-1, 20), random(0, 20)], output_exponent: dtype === "int8" ? -7 : -15 },
          },
        );
      }
    }
  }
}
