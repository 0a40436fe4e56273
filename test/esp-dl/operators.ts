import type { Attributes, DType, VectorChip } from "../../kernels-ref/index.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import type { Random } from "./random.js";

/** One call of an operator: operands, attributes and what it makes. */
export interface FuzzCall {
  readonly op: string;
  readonly inputs: readonly Tensor[];
  readonly attributes: Attributes;
  readonly dtype: DType;
  readonly shape: readonly number[];
}

type Make = (random: Random, chip: VectorChip) => FuzzCall;

const NONE: Attributes = {};
const DTYPES = ["int8", "int16"] as const;

function conv(random: Random, chip: VectorChip, depthwise: boolean): FuzzCall {
  const dtype = random.pick(DTYPES);
  const u = dtype === "int8" ? 16 : 8;
  const channels = (): number => random.pick([u, 2 * u, 3 * u, random.int(1, 40)]);
  const c = depthwise ? Math.max(channels(), 2) : channels();
  const n = depthwise ? c : channels();
  const [kh, kw] = random.pick([
    [1, 1],
    [3, 3],
    [3, 3],
    [1, 3],
    [3, 1],
    [2, 2],
    [5, 5],
    [7, 3],
  ] as const);
  const strides = [random.int(1, 2), random.int(1, 2)];
  const dilations = random.int(0, 4) === 0 ? [random.int(1, 2), random.int(1, 2)] : [1, 1];
  const pads = random.int(0, 1) ? [0, 0, 0, 0] : [kh, kw, kh, kw].map((k) => random.int(0, k - 1));
  const reach = (k: number, axis: number): number => dilations[axis]! * (k - 1) + 1;
  const h = random.int(Math.max(1, reach(kh, 0) - pads[0]! - pads[2]!), reach(kh, 0) + 5);
  const w = random.int(Math.max(1, reach(kw, 1) - pads[1]! - pads[3]!), reach(kw, 1) + 5);
  const out = (size: number, k: number, axis: number): number =>
    Math.floor((size + pads[axis]! + pads[axis + 2]! - reach(k, axis)) / strides[axis]!) + 1;
  const wide = dtype === "int8" ? 128 : 3000;
  const bound = random.pick([wide, wide, 12]);
  const perChannel = chip === "esp32p4" && random.int(0, 3) === 0;
  const shift = (): number => (dtype === "int8" ? random.int(0, 14) : random.int(0, 22));
  const bias = random.int(0, 1) === 1 ? [biasOf(random, dtype, n)] : [];
  return {
    op: "espdl.conv",
    inputs: [
      random.tensor(dtype, [1, h, w, c], bound),
      random.tensor(dtype, depthwise ? [kh, kw, c, 1] : [kh, kw, c, n], bound),
      ...bias,
    ],
    attributes: {
      strides,
      dilations,
      pads,
      group: depthwise ? c : 1,
      shift: perChannel ? Array.from({ length: n }, shift) : [shift()],
      relu: random.int(0, 1) === 1,
    },
    dtype,
    shape: [1, out(h, kh, 0), out(w, kw, 1), n],
  };
}

function biasOf(random: Random, dtype: "int8" | "int16", n: number): Tensor {
  const values = Array.from({ length: n }, () => random.int(-(2 ** 17), 2 ** 17));
  if (dtype === "int8") return new Tensor("int32", [n], Int32Array.from(values));
  return new Tensor(
    "int64",
    [n],
    BigInt64Array.from(values, (value) => BigInt(value) * 64n),
  );
}

/** Two shapes that broadcast: the same, or one with axes of 1. */
function pair(random: Random): readonly [number[], number[]] {
  const rank = random.int(1, 4);
  const shape = Array.from({ length: rank }, (_, axis) =>
    axis === rank - 1 ? random.pick([16, 32, 8, 48, random.int(1, 70)]) : random.int(1, 3),
  );
  const kind = random.int(0, 5);
  const other = kind < 3 ? [...shape] : kind === 3 ? [1] : shape.map((length, axis) => (axis < rank - 1 ? 1 : length));
  return random.int(0, 1) === 1 ? [shape, other] : [other, shape];
}

function elementwise(op: string, compares: boolean, scaled: boolean): Make {
  return (random) => {
    const dtype = random.pick(DTYPES);
    const [left, right] = pair(random);
    const shape =
      left.length > right.length
        ? left
        : right.length > left.length
          ? right
          : left.map((n, i) => Math.max(n, right[i]!));
    const bound = compares && random.int(0, 1) ? 3 : undefined;
    const shift = dtype === "int8" ? random.int(0, 12) : random.int(0, 20);
    return {
      op,
      inputs: [random.tensor(dtype, left, bound), random.tensor(dtype, right, bound)],
      attributes: scaled ? { left_exponent: 0, right_exponent: 0, output_exponent: shift } : NONE,
      dtype: compares ? "bool" : dtype,
      shape,
    };
  };
}

const prelu: Make = (random, chip) => {
  const dtype = chip === "esp32s3" ? random.pick(DTYPES) : "int8";
  const c = random.pick([16, 32, random.int(1, 50)]);
  const shape = [1, random.int(1, 3), random.int(1, 4), c];
  return {
    op: "espdl.prelu",
    inputs: [random.tensor(dtype, shape), random.tensor(dtype, [c])],
    attributes: { shift: random.int(0, dtype === "int8" ? 9 : 16), rescale: random.int(-6, 3) },
    dtype,
    shape,
  };
};

const maxPool: Make = (random, chip) => {
  const dtype = chip === "esp32s3" ? random.pick(DTYPES) : "int8";
  const [kh, kw] = random.pick([
    [2, 2],
    [2, 2],
    [3, 3],
    [1, 2],
    [3, 2],
    [5, 5],
  ] as const);
  const strides = [random.int(1, 2), random.int(1, 2)];
  const pads = random.int(0, 1) ? [0, 0, 0, 0] : [kh, kw, kh, kw].map((k) => random.int(0, Math.floor(k / 2)));
  const c = random.pick([16, 32, random.int(1, 40)]);
  const [h, w] = [random.int(kh, kh + 6), random.int(kw, kw + 6)];
  const out = (size: number, k: number, axis: number): number =>
    Math.floor((size + pads[axis]! + pads[axis + 2]! - k) / strides[axis]!) + 1;
  return {
    op: "espdl.max_pool",
    inputs: [random.tensor(dtype, [1, h, w, c])],
    attributes: { kernel_shape: [kh, kw], strides, pads },
    dtype,
    shape: [1, out(h, kh, 0), out(w, kw, 1), c],
  };
};

const avgPool: Make = (random, chip) => {
  const call = maxPool(random, chip);
  const exponents = { input_exponent: 0, output_exponent: random.pick([-2, -1, 0, 0, 1]) };
  return { ...call, op: "espdl.avg_pool", attributes: { ...call.attributes, ...exponents } };
};

const requantize: Make = (random) => {
  const [from, to] = [random.pick(DTYPES), random.pick(DTYPES)];
  const shape = [random.int(40, 200)];
  const target = random.pick([-7, -5, -3, -1, 1, 2, 4, 7, 9]);
  return {
    op: "espdl.requantize",
    inputs: [random.tensor(from, shape)],
    attributes: { input_exponent: 0, output_exponent: target },
    dtype: to,
    shape,
  };
};

const lut: Make = (random) => {
  const dtype = random.pick(DTYPES);
  const shape = [random.int(1, 100)];
  const step = random.pick([1, 16, 64, 256]);
  const entries = dtype === "int8" ? 256 : 65536 / step + (step === 1 ? 0 : 1);
  return {
    op: "espdl.lut",
    inputs: [random.tensor(dtype, shape), random.tensor(dtype, [entries])],
    attributes: dtype === "int8" ? NONE : { step },
    dtype,
    shape,
  };
};

const resize: Make = (random) => {
  const [h, w] = [random.int(1, 4), random.int(1, 4)];
  const c = random.pick([16, 32, random.int(1, 40)]);
  const scales = random.pick([
    [2, 2],
    [2, 2],
    [1, 2],
    [3, 3],
    [1.5, 1.5],
  ] as const);
  return {
    op: "espdl.resize",
    inputs: [random.tensor("int8", [1, h, w, c])],
    attributes: { mode: "nearest", scales, input_exponent: 0, output_exponent: random.pick([-3, -1, 0, 0, 1, 3]) },
    dtype: "int8",
    shape: [1, Math.floor(h * scales[0]), Math.floor(w * scales[1]), c],
  };
};

const matmul: Make = (random) => {
  const dtype = random.pick(DTYPES);
  const [m, k, n] = [random.int(1, 5), random.pick([16, 32, random.int(1, 60)]), random.pick([16, random.int(1, 40)])];
  return {
    op: "espdl.matmul",
    inputs: [random.tensor(dtype, [m, k], 100), random.tensor(dtype, [k, n], 100), biasOf(random, dtype, n)],
    attributes: { shift: [random.int(0, 12)], relu: random.int(0, 1) === 1 },
    dtype,
    shape: [m, n],
  };
};

/** What is fuzzed, with how many calls a chip. */
export const OPERATORS: readonly { readonly name: string; readonly calls: number; readonly make: Make }[] = [
  { name: "conv", calls: 700, make: (random, chip) => conv(random, chip, false) },
  { name: "depthwise", calls: 400, make: (random, chip) => conv(random, chip, true) },
  { name: "matmul", calls: 150, make: matmul },
  { name: "add", calls: 150, make: elementwise("espdl.add", false, false) },
  { name: "sub", calls: 150, make: elementwise("espdl.sub", false, false) },
  { name: "mul", calls: 200, make: elementwise("espdl.mul", false, true) },
  { name: "equal", calls: 60, make: elementwise("espdl.equal", true, false) },
  { name: "greater", calls: 60, make: elementwise("espdl.greater", true, false) },
  { name: "greater or equal", calls: 60, make: elementwise("espdl.greater_or_equal", true, false) },
  { name: "less", calls: 60, make: elementwise("espdl.less", true, false) },
  { name: "less or equal", calls: 60, make: elementwise("espdl.less_or_equal", true, false) },
  { name: "prelu", calls: 150, make: prelu },
  { name: "max pool", calls: 200, make: maxPool },
  { name: "avg pool", calls: 100, make: avgPool },
  { name: "requantize", calls: 200, make: requantize },
  { name: "lut", calls: 100, make: lut },
  { name: "resize", calls: 150, make: resize },
];
