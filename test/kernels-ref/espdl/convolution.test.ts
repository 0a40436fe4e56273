import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Chip, ESPDL_ARITHMETIC } from "../../../kernels-ref/index.js";
import { fromBytes } from "../../../src/base/tensor/dtype.js";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import { packWeight } from "../../../src/espdl/layout.js";
import { type ConvolutionCase, referenceConvolution } from "../reference-convolution.js";
import { integers, run, tensor } from "../run.js";

const RANGE = { int8: 128, int16: 32768 } as const;
type Quantized = keyof typeof RANGE;

function random(dtype: Quantized, shape: readonly number[], next: (low: number, high: number) => number): Tensor {
  const size = shape.reduce((product, dim) => product * dim, 1);
  return tensor(
    dtype,
    shape,
    Array.from({ length: size }, () => next(-RANGE[dtype], RANGE[dtype] - 1)),
  );
}

/** (sum + bias) / 2^shift in exact integers. */
function requantized(sum: number, bias: number, shift: number, chip: Chip, relu: boolean, dtype: Quantized): number {
  const value = BigInt(sum) + BigInt(bias);
  const below = value >> BigInt(shift);
  const rest = value - (below << BigInt(shift));
  const half = shift === 0 ? 1n : 1n << BigInt(shift - 1);
  const up = rest > half || (rest === half && (chip !== "esp32p4" || (below & 1n) === 1n));
  const rounded = Number(shift > 0 && up ? below + 1n : below);
  return Math.min(Math.max(rounded, relu ? 0 : -RANGE[dtype]), RANGE[dtype] - 1);
}

const small = (max: number, min = 1) => fc.integer({ min, max });

const scenario = fc.record({
  dtype: fc.constantFrom<Quantized>("int8", "int16"),
  chip: fc.constantFrom("c" as const, "esp32p4" as const),
  size: fc.tuple(small(4, 0), small(4, 0)),
  kernel: fc.tuple(small(3), small(3)),
  depthwise: fc.boolean(),
  channels: small(5, 2),
  outputs: small(6),
  strides: fc.tuple(small(3), small(3)),
  dilation: fc.tuple(small(2), small(2)),
  pads: fc.tuple(small(2, 0), small(2, 0), small(2, 0), small(2, 0)),
  perChannel: fc.boolean(),
  relu: fc.boolean(),
  seed: small(1_000_000),
});

describe("espdl.conv", () => {
  it("equals exact integers on random geometry", () => {
    const property = fc.property(scenario, (s) => {
      const next = integers(s.seed);
      const outputs = s.depthwise ? s.channels : s.outputs;
      const c: ConvolutionCase = {
        name: "random",
        size: [s.size[0] + 5, s.size[1] + 5, s.channels],
        kernel: [...s.kernel, outputs],
        groups: s.depthwise ? s.channels : 1,
        strides: s.strides,
        dilation: s.dilation,
        padding: s.pads,
      };
      const x = random(s.dtype, [1, ...c.size], next);
      const k = random(s.dtype, [...s.kernel, s.depthwise ? 1 : s.channels, outputs], next);
      const bias = tensor(
        "int32",
        [outputs],
        Array.from({ length: outputs }, () => next(-100_000, 100_000)),
      );
      const shift = Array.from({ length: s.perChannel ? outputs : 1 }, () => next(0, 24));
      const { shape, values } = referenceConvolution(c, x, k);
      const expected = values.map((sum, i) => {
        const channel = i % outputs;
        const by = shift[s.perChannel ? channel : 0];
        return requantized(sum, Number(bias.data[channel]), by, s.chip, s.relu, s.dtype);
      });
      const kernel = s.depthwise ? k.reshape([...s.kernel, outputs, 1]) : k;
      const { strides, dilation: dilations, pads, relu } = s;
      const attributes = { group: c.groups!, strides, dilations, pads, shift, relu };
      const got = run("espdl.conv", [x, kernel, bias], attributes, s.dtype, shape, ESPDL_ARITHMETIC[s.chip]);
      expect(got.toNumbers().map((value) => value + 0)).toEqual(expected);
    });
    fc.assert(property, { seed: 11, numRuns: 400 });
  });

  it("runs a line as an image of height 1", () => {
    const next = integers(3);
    const x = random("int8", [1, 9, 4], next);
    const k = random("int8", [3, 4, 5], next);
    const line = { group: 1, strides: [2], dilations: [1], pads: [1, 0], shift: [7] };
    const image = { group: 1, strides: [1, 2], dilations: [1, 1], pads: [0, 1, 0, 0], shift: [7] };
    const a = run("espdl.conv", [x, k], line, "int8", [1, 4, 5], ESPDL_ARITHMETIC.c);
    const b = run(
      "espdl.conv",
      [x.reshape([1, 1, 9, 4]), k.reshape([1, 3, 4, 5])],
      image,
      "int8",
      [1, 1, 4, 5],
      ESPDL_ARITHMETIC.c,
    );
    expect(a.toNumbers()).toEqual(b.toNumbers());
  });

  it("keeps int16 sums exact beyond what float32 and int32 hold", () => {
    const length = 4096;
    const x = tensor(
      "int16",
      [1, length],
      Array.from({ length }, (_, i) => (i === 0 ? -32768 : 32767)),
    );
    const k = tensor(
      "int16",
      [length, 1],
      Array.from({ length }, (_, i) => (i === 0 ? 1 : 32767)),
    );
    const sum = BigInt(length - 1) * 32767n * 32767n - 32768n;
    for (const shift of [26, 27, 28]) {
      const expected = Math.min(Number((sum + (1n << BigInt(shift - 1))) >> BigInt(shift)), 32767);
      expect(run("espdl.matmul", [x, k], { shift: [shift] }, "int16", [1, 1], ESPDL_ARITHMETIC.c).item()).toBe(
        expected,
      );
    }
  });
});

describe("espdl.matmul", () => {
  const product = (a: Tensor, b: Tensor, i: number, j: number, start: number): number => {
    const depth = a.shape[a.shape.length - 1];
    const columns = b.shape[b.shape.length - 1];
    let sum = 0;
    for (let k = 0; k < depth; k++) sum += Number(a.data[i * depth + k]) * Number(b.data[start + k * columns + j]);
    return sum;
  };

  it("broadcasts matrices", () => {
    const next = integers(5);
    const a = random("int8", [1, 3, 4], next);
    const b = random("int8", [2, 4, 5], next);
    const got = run("espdl.matmul", [a, b], { shift: [8] }, "int8", [2, 3, 5], ESPDL_ARITHMETIC.c).toNumbers();
    const expected = [0, 1].flatMap((m) =>
      [0, 1, 2].flatMap((i) =>
        [0, 1, 2, 3, 4].map((j) => requantized(product(a, b, i, j, m * 20), 0, 8, "c", false, "int8")),
      ),
    );
    expect(got).toEqual(expected);
  });

  it("reads a computed matrix in the order that the exporter left it", () => {
    const next = integers(6);
    for (const [dtype, columns, layout] of [
      ["int8", 35, "(N/16)HWC16_UNALIGNED"],
      ["int8", 32, "(N/16)HWC16"],
      ["int8", 5, "(N/16)HWC16_UNALIGNED"],
      ["int16", 19, "(N/8)HWC8_UNALIGNED"],
    ] as const) {
      const a = random(dtype, [3, 7], next);
      const b = random(dtype, [2, 7, columns], next);
      const attributes = { shift: [10] };
      const expected = run("espdl.matmul", [a, b], attributes, dtype, [2, 3, columns], ESPDL_ARITHMETIC.c).toNumbers();
      const packed = new Tensor(dtype, b.shape, fromBytes(dtype, packWeight(b, layout, "matmul")));
      const blocked = { ...attributes, right_layout: "blocked" };
      expect(run("espdl.matmul", [a, packed], blocked, dtype, [2, 3, columns], ESPDL_ARITHMETIC.c).toNumbers()).toEqual(
        expected,
      );
      const turned = run("transpose", [b], { axes: [0, 2, 1] }, dtype, [2, columns, 7]).reshape(b.shape);
      const transposed = { ...attributes, right_layout: "transposed" };
      expect(
        run("espdl.matmul", [a, turned], transposed, dtype, [2, 3, columns], ESPDL_ARITHMETIC.c).toNumbers(),
      ).toEqual(expected);
    }
  });
});
