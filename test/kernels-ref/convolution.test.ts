import { describe, expect, test } from "vitest";
import { attributesOf, type ConvolutionCase, randomOperands, referenceConvolution } from "./reference-convolution.js";
import { integers, run, tensor } from "./run.js";

const CASES: readonly ConvolutionCase[] = [
  { name: "1×1", size: [4, 5, 3], kernel: [1, 1, 5] },
  { name: "3×3 padded", size: [5, 4, 3], kernel: [3, 3, 4], padding: [1, 1, 1, 1] },
  { name: "asymmetric padding and stride", size: [6, 7, 2], kernel: [3, 2, 3], padding: [0, 1, 2, 0], strides: [2, 3] },
  { name: "dilation", size: [9, 8, 2], kernel: [3, 3, 2], padding: [2, 2, 2, 2], dilation: [2, 3] },
  { name: "groups", size: [4, 4, 6], kernel: [3, 3, 4], padding: [1, 1, 1, 1], groups: 2 },
  { name: "depthwise", size: [4, 4, 5], kernel: [3, 3, 5], padding: [1, 1, 1, 1], groups: 5 },
  { name: "depthwise, multiplier 2", size: [4, 4, 3], kernel: [3, 3, 6], padding: [1, 1, 1, 1], groups: 3 },
  { name: "padding wider than the kernel reaches", size: [2, 2, 1], kernel: [2, 2, 1], padding: [3, 3, 3, 3] },
];

describe.each(CASES)("nn.conv2d $name", (c) => {
  const [x, k] = randomOperands(c, 7);
  const { shape, values } = referenceConvolution(c, x, k);
  const nhwc = { ...attributesOf(c), data_layout: "NHWC", kernel_layout: "HWIO" };

  test("int8, NHWC and HWIO", () => {
    expect(run("nn.conv2d", [x, k], nhwc, "int32", shape).toNumbers()).toEqual(values);
  });

  test("int32 and float32, where sums of small integers are exact", () => {
    for (const dtype of ["int32", "float32"] as const) {
      const wide = [x, k].map((operand) => tensor(dtype, operand.shape, operand.toNumbers()));
      expect(
        run("nn.conv2d", wide, nhwc, dtype, shape)
          .toNumbers()
          .map((value) => value + 0),
      ).toEqual(values);
    }
  });

  test("NCHW and OIHW", () => {
    const planes = run("layout_transform", [x], { src_layout: "NHWC", dst_layout: "NCHW" }, "int8", [
      1,
      c.size[2],
      c.size[0],
      c.size[1],
    ]);
    const [kh, kw, i, o] = k.shape;
    const kernel = run("layout_transform", [k], { src_layout: "HWIO", dst_layout: "OIHW" }, "int8", [o, i, kh, kw]);
    const [, oh, ow] = shape;
    const out = run("nn.conv2d", [planes, kernel], attributesOf(c), "int32", [1, o, oh, ow]);
    const back = run("layout_transform", [out], { src_layout: "NCHW", dst_layout: "NHWC" }, "int32", shape);
    expect(back.toNumbers()).toEqual(values);
  });
});

describe("nn.conv2d", () => {
  test("depthwise kernels as HWOI, the multiplier in either axis", () => {
    for (const c of CASES.filter(({ groups, size }) => groups === size[2])) {
      const [x, k] = randomOperands(c, 9);
      const { shape, values } = referenceConvolution(c, x, k);
      const [kh, kw, , outputs] = k.shape;
      const kernel = k.reshape([kh, kw, c.size[2], outputs / c.size[2]]);
      const attributes = { ...attributesOf(c), data_layout: "NHWC", kernel_layout: "HWOI" };
      expect(run("nn.conv2d", [x, kernel], attributes, "int32", shape).toNumbers()).toEqual(values);
    }
  });

  test("the extreme accumulator: every product is 2^14", () => {
    const x = tensor("int8", [1, 3, 3, 64], new Array(576).fill(-128));
    const k = tensor("int8", [3, 3, 64, 1], new Array(576).fill(-128));
    const attributes = { data_layout: "NHWC", kernel_layout: "HWIO" };
    expect(run("nn.conv2d", [x, k], attributes, "int32", [1, 1, 1, 1]).toNumbers()).toEqual([576 * 2 ** 14]);
  });
});

describe("nn.conv2d_transpose", () => {
  test("stamps the kernel at every input pixel", () => {
    const random = integers(3);
    for (const { stride, padding, outputPadding } of [
      { stride: 2, padding: 0, outputPadding: 0 },
      { stride: 2, padding: 1, outputPadding: 1 },
      { stride: 1, padding: 1, outputPadding: 0 },
    ]) {
      const [inputs, outputs, size, kernel] = [2, 3, 4, 3];
      const x = tensor(
        "float32",
        [1, inputs, size, size],
        Array.from({ length: 32 }, () => random(-9, 9)),
      );
      const k = tensor(
        "float32",
        [inputs, outputs, kernel, kernel],
        Array.from({ length: 54 }, () => random(-9, 9)),
      );
      const length = (size - 1) * stride + kernel - 2 * padding + outputPadding;
      const expected = new Array<number>(outputs * length * length).fill(0);
      for (let i = 0; i < inputs; i++)
        for (let y = 0; y < size; y++)
          for (let column = 0; column < size; column++)
            for (let o = 0; o < outputs; o++)
              for (let r = 0; r < kernel; r++)
                for (let s = 0; s < kernel; s++) {
                  const [oy, ox] = [y * stride + r - padding, column * stride + s - padding];
                  if (oy < 0 || ox < 0 || oy >= length || ox >= length) continue;
                  const value = Number(x.data[(i * size + y) * size + column]);
                  expected[(o * length + oy) * length + ox] +=
                    value * Number(k.data[((i * outputs + o) * kernel + r) * kernel + s]);
                }
      const attributes = { strides: [stride, stride], padding: [padding, padding, padding, padding] };
      const out = run("nn.conv2d_transpose", [x, k], attributes, "float32", [1, outputs, length, length]);
      expect(out.toNumbers().map((value) => value + 0)).toEqual(expected);
    }
  });

  test("refuses other layouts", () => {
    const x = tensor("float32", [1, 1, 1, 1], [1]);
    expect(() => run("nn.conv2d_transpose", [x, x], { data_layout: "NHWC" }, "float32", [1, 1, 1, 1])).toThrow(
      /NCHW\/IOHW/,
    );
  });
});

describe("nn.dense", () => {
  test("int8 and float32", () => {
    const [x, w] = [
      [1, -2, 3, -128, 127, 0],
      [1, 1, 1, -128, 127, 5],
    ];
    const expected = [2, -128 - 254 + 15, -1, 128 * 128 + 127 * 127];
    expect(
      run("nn.dense", [tensor("int8", [2, 3], x), tensor("int8", [2, 3], w)], {}, "int32", [2, 2]).toNumbers(),
    ).toEqual(expected);
    const floats = [tensor("float32", [2, 3], x), tensor("float32", [2, 3], w)];
    expect(run("nn.dense", floats, {}, "float32", [2, 2]).toNumbers()).toEqual(expected);
  });
});
