import { imageShape, pick, ROUNDS, random, sliding, type Twins, tensor, type } from "./twins.js";

export function directConvolutions(twins: Twins): void {
  for (let round = 0; round < ROUNDS; round++) {
    for (const dtype of ["float32", "int32", "int8"] as const) {
      const { height, width, outHeight, outWidth, kernel, attributes } = sliding();
      const layout = pick(["NHWC", "NCHW"]);
      const groups = pick([1, 2]);
      const inputs = groups * random(1, 3);
      const outputs = groups * random(1, 3);
      const result = dtype === "float32" ? "float32" : "int32";
      const small = (): number => (dtype === "float32" ? random(-1000, 1000) / 64 : random(-128, 127));
      twins.call(
        "nn.conv2d",
        [
          twins.input(type(dtype, imageShape(layout, 1, height, width, inputs)), small),
          twins.constant(tensor(type(dtype, [outputs, inputs / groups, ...kernel]), small)),
        ],
        [type(result, imageShape(layout, 1, outHeight, outWidth, outputs))],
        { ...attributes, data_layout: layout, kernel_layout: "OIHW", groups },
      );
    }
    const [strideY, strideX, kh, kw, h, w] = [random(1, 3), random(1, 2), random(1, 3), random(1, 3), random(1, 4), 3];
    const small = (): number => random(-1000, 1000) / 64;
    twins.call(
      "nn.conv2d_transpose",
      [
        twins.input(type("float32", [1, 2, h, w]), small),
        twins.constant(tensor(type("float32", [2, 3, kh, kw]), small)),
      ],
      [type("float32", [1, 3, (h - 1) * strideY + kh, (w - 1) * strideX + kw])],
      { strides: [strideY, strideX], padding: [0, 0, 0, 0], dilation: [1, 1], groups: 1 },
    );
  }
}
