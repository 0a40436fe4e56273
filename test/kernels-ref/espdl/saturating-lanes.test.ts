import { describe, expect, it } from "vitest";
import { type Arithmetic, ESPDL_ARITHMETIC } from "../../../kernels-ref/index.js";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import { integers, run, tensor } from "../run.js";

const HIGH = 2 ** 19 - 1;
const LOW = -(2 ** 19);

function lanes(onLaneSaturation?: Arithmetic["onLaneSaturation"]): Arithmetic {
  return { ...ESPDL_ARITHMETIC.esp32s3, laneBits: 20, ...(onLaneSaturation ? { onLaneSaturation } : {}) };
}

function conv(
  x: Tensor,
  k: Tensor,
  bias: Tensor,
  shape: readonly number[],
  group: number,
  arithmetic: Arithmetic,
): number[] {
  const attributes = { group, strides: [1, 1], dilations: [1, 1], pads: [0, 0, 0, 0], shift: [12] };
  return run("espdl.conv", [x, k, bias], attributes, "int8", shape, arithmetic).toNumbers();
}

/** One output element, product by product. */
function expected(products: readonly number[], bias: number, inLane: boolean): { value: number; met: boolean } {
  let acc = bias;
  let met = false;
  for (const product of products) {
    acc += product;
    if (!inLane || (acc <= HIGH && acc >= LOW)) continue;
    acc = acc > HIGH ? HIGH : LOW;
    met = true;
  }
  return { value: Math.min(Math.max(Math.floor((acc + 2048) / 4096), -128), 127), met };
}

describe("20-bit lanes of the ESP32-S3", () => {
  it("saturate after every product, but not beyond the last block of 16 channels", () => {
    const next = integers(9);
    const [channels, outputs] = [120, 19];
    const x = tensor(
      "int8",
      [1, 1, 1, channels],
      Array.from({ length: channels }, () => next(90, 127)),
    );
    const k = tensor(
      "int8",
      [1, 1, channels, outputs],
      Array.from({ length: channels * outputs }, () => next(-128, 127)),
    );
    for (let o = 0; o < outputs; o += 3)
      for (let i = 0; i < channels; i++) k.data[i * outputs + o] = i < 80 ? 127 : -128;
    const bias = tensor(
      "int32",
      [outputs],
      Array.from({ length: outputs }, () => next(LOW, HIGH)),
    );
    const met: number[] = [];
    const got = conv(
      x,
      k,
      bias,
      [1, 1, 1, outputs],
      1,
      lanes((_, index) => met.push(index)),
    );
    const want = Array.from({ length: outputs }, (_, o) => {
      const products = Array.from({ length: channels }, (_, i) => Number(x.data[i]) * Number(k.data[i * outputs + o]));
      return expected(products, Number(bias.data[o]), o < 16);
    });
    expect(got).toEqual(want.map(({ value }) => value));
    expect(met).toEqual(want.flatMap(({ met }, index) => (met ? [index] : [])));
    expect(met.length).toBeGreaterThan(0);
  });

  it("hold every channel of a depthwise convolution", () => {
    const x = tensor("int8", [1, 7, 7, 3], new Array(147).fill(127));
    const k = tensor("int8", [7, 7, 3, 1], new Array(147).fill(127));
    const bias = tensor("int32", [3], [0, -1000, -HIGH]);
    const met: number[] = [];
    const got = conv(
      x,
      k,
      bias,
      [1, 1, 1, 3],
      3,
      lanes((_, index) => met.push(index)),
    );
    expect(got).toEqual([127, 127, 65]);
    expect(met).toEqual([0, 1]);
  });

  it("change nothing that fits them", () => {
    const next = integers(2);
    const x = tensor(
      "int8",
      [1, 4, 4, 5],
      Array.from({ length: 80 }, () => next(-128, 127)),
    );
    const k = tensor(
      "int8",
      [3, 3, 5, 17],
      Array.from({ length: 765 }, () => next(-30, 30)),
    );
    const bias = tensor(
      "int32",
      [17],
      Array.from({ length: 17 }, () => next(-9999, 9999)),
    );
    const exact = conv(x, k, bias, [1, 2, 2, 17], 1, ESPDL_ARITHMETIC.esp32s3);
    expect(conv(x, k, bias, [1, 2, 2, 17], 1, lanes())).toEqual(exact);
  });

  it("lose the high bits of a bias that is wider", () => {
    const x = Tensor.zeros("int8", [1, 1, 1, 1]);
    const k = Tensor.zeros("int8", [1, 1, 1, 16]);
    const bias = tensor("int32", [16], new Array(16).fill(2 ** 20 + 8192));
    expect(conv(x, k, bias, [1, 1, 1, 16], 1, lanes())).toEqual(new Array(16).fill(2));
  });
});
