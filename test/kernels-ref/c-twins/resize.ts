import { imageShape, pick, ROUNDS, random, type Twins, type } from "./twins.js";

export function resize(twins: Twins): void {
  for (let round = 0; round < 2 * ROUNDS; round++) {
    for (const method of ["linear", "nearest_neighbor"]) {
      const layout = pick(["NHWC", "NCHW"]);
      const dtype = pick(["int8", "float32"] as const);
      const [h, w, oh, ow] = [random(1, 5), random(1, 5), random(1, 9), random(1, 9)];
      const small = (): number => (dtype === "float32" ? random(-999, 999) / 8 : random(-128, 127));
      twins.call(
        "image.resize2d",
        [twins.input(type(dtype, imageShape(layout, 1, h, w, 2)), small)],
        [type(dtype, imageShape(layout, 1, oh, ow, 2))],
        {
          ...{ layout, method },
          coordinate_transformation_mode: pick(["half_pixel", "asymmetric", "align_corners", "pytorch_half_pixel"]),
          rounding_method: pick(["", "round", "floor", "ceil", "round_prefer_floor"]),
        },
      );
    }
  }
}
