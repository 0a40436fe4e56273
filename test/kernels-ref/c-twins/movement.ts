import { pick, ROUNDS, random, type Twins, tensor, type } from "./twins.js";

export function movement(twins: Twins): void {
  for (const dtype of ["int8", "int16", "float32", "int64"] as const) {
    for (let round = 0; round < ROUNDS; round++) {
      const shape = [random(1, 3), random(1, 4), random(1, 3), random(1, 5)];
      const axes = pick([
        [0, 2, 3, 1],
        [0, 3, 1, 2],
        [3, 2, 1, 0],
        [1, 0, 2, 3],
      ]);
      const input = twins.input(type(dtype, shape));
      twins.call(
        "transpose",
        [input],
        [
          type(
            dtype,
            axes.map((axis) => shape[axis]!),
          ),
        ],
        { axes },
      );
      const [n, c, h, w] = shape as [number, number, number, number];
      const layouts = { src_layout: "NCHW", dst_layout: "NHWC" };
      twins.call("layout_transform", [input], [type(dtype, [n, h, w, c])], layouts);
      const axis = random(0, 3);
      const other = shape.map((dim, i) => (i === axis ? random(1, 3) : dim));
      const joined = shape.map((dim, i) => (i === axis ? dim + other[i]! : dim));
      twins.call("concatenate", [input, twins.input(type(dtype, other))], [type(dtype, joined)], { axis });
      const whole = twins.input(type(dtype, joined));
      twins.call("split", [whole], [type(dtype, shape), type(dtype, other)], {
        indices_or_sections: [shape[axis]!],
        axis,
      });
      const pads = shape.map(() => [random(0, 2), random(0, 2)]);
      const filler = twins.constant(tensor(type(dtype, []), () => (dtype === "int64" ? -3n : -3)));
      const padded = shape.map((dim, i) => dim + pads[i]![0]! + pads[i]![1]!);
      twins.call("nn.pad", [input, filler], [type(dtype, padded)], { pad_width: pads, pad_mode: "constant" });
      const repeats = random(1, 3);
      const repeated = shape.map((dim, i) => (i === axis ? dim * repeats : dim));
      twins.call("repeat", [input], [type(dtype, repeated)], { repeats, axis });
      const narrow = shape.map((dim) => (random(0, 1) ? dim : 1));
      twins.call("broadcast_to", [twins.input(type(dtype, narrow))], [type(dtype, shape)], {});
    }
  }
}
