import { pick, ROUNDS, random, type Twins, tensor, type } from "./twins.js";

export function dense(twins: Twins): void {
  for (let round = 0; round < ROUNDS; round++) {
    const [rows, units, length] = [random(1, 3), random(1, 5), random(1, 19)];
    const small = (): number => random(-500, 500) / 32;
    const floats = [type("float32", [rows, length]), type("float32", [units, length])] as const;
    twins.call(
      "nn.dense",
      [twins.input(floats[0], small), twins.constant(tensor(floats[1], small))],
      [type("float32", [rows, units])],
    );
    const x = type("int8", [rows, length]);
    const w = tensor(type("int8", [units, length]));
    twins.call("nn.dense", [twins.input(x), twins.constant(w)], [type("int32", [rows, units])]);
    const perUnit = round % 2 === 0 ? units : 1;
    twins.call(
      "esp.dense",
      [
        twins.input(x),
        twins.constant(w),
        ...(random(0, 1) ? [twins.constant(tensor(type("int32", [units]), () => random(-(2 ** 20), 2 ** 20)))] : []),
      ],
      [type("int8", [rows, units])],
      {
        multiplier: Array.from({ length: perUnit }, () => pick([2 ** 30, 2 ** 31, random(2 ** 29, 2 ** 31)])),
        shift: Array.from({ length: perUnit }, () => random(31, 44)),
      },
    );
    const shape = [2, random(1, 4), random(1, 4)];
    const axis = random(0, 2);
    const kept = shape.filter((_, i) => i !== axis);
    twins.call("sum", [twins.input(type("float32", shape), small)], [type("float32", kept)], { axis: [axis] });
    twins.call("sum", [twins.input(type("int32", shape))], [type("int32", kept)], { axis: [axis] });
    twins.call("mean", [twins.input(type("float32", shape), small)], [type("float32", [])], {});
    for (const dtype of ["int8", "float32"] as const) {
      const attributes = { axis: [axis], select_last_index: random(0, 1) === 1 };
      const few = (): number => random(-2, 2);
      twins.call("argmax", [twins.input(type(dtype, shape), few)], [type("int32", kept)], attributes);
    }
    twins.call(
      "nn.softmax",
      [twins.input(type("float32", shape), () => random(-900, 900) / 64)],
      [type("float32", shape)],
      {
        axis: pick([axis, -1]),
      },
    );
  }
}
