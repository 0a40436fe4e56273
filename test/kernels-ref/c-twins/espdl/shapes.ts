import { pick, ROUNDS, random, type Twins, type } from "../twins.js";
import { call, constant, REAL } from "./call.js";

const exponents = (dtype: string) =>
  dtype === "float32"
    ? { input_exponent: 0, output_exponent: 0 }
    : { input_exponent: -random(0, 9), output_exponent: -random(0, 9) };

export function movement(twins: Twins): void {
  for (let round = 0; round < 2 * ROUNDS; round++) {
    for (const dtype of REAL) {
      const shape = [random(1, 3), random(1, 5), random(1, 4), random(1, 6)];
      const data = type(dtype, shape);
      const axis = random(0, 3);
      const indices = Array.from({ length: random(1, 5) }, () => random(0, shape[axis]! - 1));
      call(twins, "espdl.gather", [data], { axis, indices, indices_shape: [indices.length] });
      const mode = pick(["constant", "edge", "reflect"]);
      const pads = [...shape, ...shape].map((length) => random(0, mode === "reflect" ? length - 1 : 2));
      call(twins, "espdl.pad", [data], { pads, mode, value: random(-3, 3) });
      const reversed = random(0, 1) ? { batch_axis: 0, time_axis: 1 } : { batch_axis: 1, time_axis: 0 };
      const [rows, columns] = [shape[reversed.batch_axis]!, shape[reversed.time_axis]!];
      const lengths = Array.from({ length: rows }, () => random(0, columns));
      call(twins, "espdl.reverse_sequence", [data], { ...reversed, lengths });
      call(twins, "espdl.insert_zeros", [data], {
        stride: [random(1, 3), random(1, 3)],
        output_padding: [random(0, 2), random(0, 2)],
      });
      const cached = type(dtype, [1, shape[1]!, shape[2]!]);
      call(twins, "espdl.streaming_cache", [cached], { window_size: random(1, 3), frame_axis: 1 });
      const size = shape[3]!;
      const offsets = Array.from({ length: random(1, 3) }, () => random(0, shape[0]! * shape[1]! - 1) * size);
      const updates = type(dtype, [offsets.length, size]);
      call(twins, "espdl.scatter_nd", [data, updates], {
        offsets,
        reduction: pick(["none", "add", "mul", "max", "min"]),
      });
    }
  }
}

export function images(twins: Twins): void {
  for (let round = 0; round < 3 * ROUNDS; round++) {
    for (const dtype of REAL) {
      const rank = random(1, 2);
      const kernel = Array.from({ length: rank }, () => random(1, 3));
      const space = kernel.map((taps) => taps + random(0, 5));
      const data = type(dtype, [random(1, 2), ...space, random(1, 5)]);
      const window = {
        kernel_shape: kernel,
        strides: kernel.map(() => random(1, 3)),
        pads: [...kernel, ...kernel].map((taps) => random(0, taps - 1)),
      };
      call(twins, "espdl.avg_pool", [data], { ...window, ...exponents(dtype) });
      call(twins, "espdl.max_pool", [data], window);
    }
    const rank = random(1, 2);
    const space = Array.from({ length: rank }, () => random(2, 6));
    call(twins, "espdl.resize", [type("int8", [1, ...space, random(1, 4)])], {
      mode: pick(["nearest", "linear"]),
      ...pick([
        { scales: space.map(() => pick([0.5, 1, 1.5, 2, 3, 2.7])), align_corners: false },
        { scales: space.map(() => pick([1, 1.5, 2, 3, 2.7])), align_corners: true },
      ]),
      ...{ input_exponent: -random(4, 7), output_exponent: -random(4, 7) },
    });
  }
}

const REDUCTIONS = ["l1", "l2", "log_sum", "log_sum_exp", "max", "mean", "min", "prod", "sum", "sum_square"];

export function reductions(twins: Twins): void {
  for (let round = 0; round < ROUNDS; round++) {
    for (const dtype of REAL) {
      const shape = [random(1, 3), random(2, 5), random(1, 4), random(1, 9)];
      const data = type(dtype, shape);
      for (const name of REDUCTIONS) {
        const axis = pick([[0], [1], [-1], [2, 3], [0, 1, 2, 3]]);
        const attributes = { axis, keepdims: random(0, 1) === 1, ...exponents(dtype) };
        if (dtype === "float32" && (name === "log_sum" || name === "l2" || name === "prod")) {
          const operand = { type: data, operand: twins.input(data, () => random(1, 900) / 256) };
          call(twins, `espdl.reduce_${name}`, [operand], attributes);
        } else call(twins, `espdl.reduce_${name}`, [data], attributes);
      }
      const axis = random(0, 3);
      const { input_exponent, output_exponent } = exponents(dtype);
      call(twins, "espdl.softmax", [data], { axis, input_exponent: Math.min(input_exponent, -4) });
      call(twins, "espdl.log_softmax", [data], { axis, input_exponent: Math.min(input_exponent, -4) });
      for (const p of [1, 2]) call(twins, "espdl.lp_norm", [data], { axis, p, output_exponent });
      const inner = shape.slice(axis);
      const epsilon = Math.fround(1e-5);
      const isFloat = dtype === "float32";
      const gammas = [constant(twins, dtype, inner), constant(twins, dtype, inner)].slice(0, random(1, 2));
      const scales = isFloat ? [0, 0, 0, 0] : [input_exponent, -6, -5, -random(2, 6)];
      if (!isFloat) call(twins, "espdl.layer_norm", [data, ...gammas], { axis, epsilon, exponents: scales });
      const gamma = constant(twins, "float32", inner);
      call(twins, "espdl.rms_norm", [data, gamma], { axis, epsilon, input_exponent, output_exponent });
    }
  }
}
