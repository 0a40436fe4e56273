import { imageShape, pick, ROUNDS, random, sliding, type Twins, type } from "./twins.js";

export function pooling(twins: Twins): void {
  for (let round = 0; round < ROUNDS; round++) {
    for (const [op, dtype] of [
      ["nn.max_pool2d", "int8"],
      ["nn.max_pool2d", "float32"],
      ["nn.max_pool2d", "int32"],
      ["nn.avg_pool2d", "float32"],
      ["nn.avg_pool2d", "int32"],
    ] as const) {
      const { height, width, outHeight, outWidth, kernel, attributes } = sliding();
      const layout = pick(["NHWC", "NCHW"]);
      const small = (): number => (dtype === "float32" ? random(-999, 999) / 8 : random(-128, 127));
      twins.call(
        op,
        [twins.input(type(dtype, imageShape(layout, 2, height, width, 3)), small)],
        [type(dtype, imageShape(layout, 2, outHeight, outWidth, 3))],
        { ...attributes, pool_size: [...kernel], layout, count_include_pad: random(0, 1) === 1 },
      );
    }
    const layout = pick(["NHWC", "NCHW"]);
    const [h, w] = [random(1, 5), random(1, 5)];
    twins.call(
      "nn.global_avg_pool2d",
      [twins.input(type("float32", imageShape(layout, 2, h, w, 3)))],
      [type("float32", imageShape(layout, 2, 1, 1, 3))],
      { layout },
    );
    const table = Array.from({ length: 256 }, () => Math.fround(random(-9999, 9999) / 7));
    twins.call(
      "esp.global_avg_pool2d",
      [twins.input(type("int8", imageShape(layout, 2, h, w, 3)))],
      [type("float32", imageShape(layout, 2, 1, 1, 3))],
      { layout, table },
    );
  }
}
