import { Tensor } from "../../src/base/tensor/tensor.js";
import type { OnnxAttribute, OnnxModel, OnnxNode } from "../../src/formats/onnx/model.js";

type Attributes = Readonly<Record<string, number | string | readonly number[]>>;

/** Integers from 0 up to `n`, the same for the same seed. */
export function randomOf(seed: number): (n: number) => number {
  let state = seed * 2654435761 + 1;
  return (n) => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 374761393) >>> 0;
    return Math.floor((((state ^ (state >>> 13)) >>> 0) / 2 ** 32) * n);
  };
}

function attribute(value: number | string | readonly number[]): OnnxAttribute {
  if (typeof value === "number") return Number.isInteger(value) ? { type: "int", value } : { type: "float", value };
  return typeof value === "string" ? { type: "string", value } : { type: "ints", value };
}

/** A network under construction: the last value, [1, channels, height, width], and what was made for it. */
class Builder {
  readonly nodes: OnnxNode[] = [];
  readonly initializers = new Map<string, Tensor>();
  private last = "x";

  constructor(
    readonly random: (n: number) => number,
    public shape: number[],
  ) {}

  floats(shape: readonly number[]): string {
    const size = shape.reduce((product, dim) => product * dim, 1);
    return this.constant(
      new Tensor(
        "float32",
        shape,
        Float32Array.from({ length: size }, () => this.random(2001) / 1000 - 1),
      ),
    );
  }

  ints(values: readonly number[]): string {
    return this.constant(new Tensor("int64", [values.length], BigInt64Array.from(values, BigInt)));
  }

  constant(tensor: Tensor): string {
    const name = `c${this.initializers.size}`;
    this.initializers.set(name, tensor);
    return name;
  }

  node(opType: string, more: readonly string[], attributes: Attributes = {}, first = this.last): string {
    const output = `v${this.nodes.length}`;
    const entries = Object.entries(attributes).map(([name, value]) => [name, attribute(value)] as const);
    this.nodes.push({
      opType,
      domain: "",
      name: `layer/${this.nodes.length}`,
      inputs: [first, ...more],
      outputs: [output],
      attributes: new Map(entries),
    });
    this.last = output;
    return output;
  }

  get value(): string {
    return this.last;
  }
}

const LAYERS: readonly ((b: Builder) => void)[] = [
  (b) => {
    const out = 1 + b.random(4);
    b.node("Conv", [b.floats([out, b.shape[1]!, 3, 3]), ...(b.random(2) ? [b.floats([out])] : [])], {
      pads: [1, 1, 1, 1],
    });
    b.shape[1] = out;
  },
  (b) => void b.node("Relu", []),
  (b) => void b.node("LeakyRelu", [], { alpha: 0.25 }),
  (b) =>
    void b.node(
      ["Max", "Min", "Sum", "Mean"][b.random(4)]!,
      Array.from({ length: b.random(4) }, () => b.floats([1, b.shape[1]!, 1, 1])),
    ),
  (b) =>
    void b.node("Clip", [
      b.random(2) ? b.constant(Tensor.scalar("float32", -0.25)) : "",
      b.constant(Tensor.scalar("float32", 0.5)),
    ]),
  (b) => {
    const axis = 2 + b.random(2);
    b.node(["ReduceMean", "ReduceSum", "ReduceMax"][b.random(3)]!, [b.ints([axis - 4])], {
      keepdims: 1,
      noop_with_empty_axes: 0,
    });
    b.shape[axis] = 1;
  },
  (b) => {
    const scales = [1, 1 + b.random(2), ...[1.5, 2, 1.7, 0.7].slice(b.random(3)).slice(0, 2)];
    const size = b.shape.map((dim, i) => Math.trunc(Math.fround(dim * Math.fround(scales[i]!))));
    if (size.some((dim) => dim < 1)) return;
    b.node("Resize", ["", b.constant(new Tensor("float32", [4], Float32Array.from(scales)))], {
      mode: ["nearest", "linear"][scales[1] === 1 ? b.random(2) : 0]!,
      coordinate_transformation_mode: ["half_pixel", "asymmetric", "pytorch_half_pixel"][b.random(3)]!,
      nearest_mode: ["floor", "round_prefer_ceil"][b.random(2)]!,
      antialias: 0,
      keep_aspect_ratio_policy: "stretch",
    });
    b.shape.splice(0, 4, ...size);
  },
  square,
  rows,
];

/** x · xᵀ */
function square(b: Builder): void {
  const x = b.value;
  b.node("MatMul", [b.node("Transpose", [], { perm: [0, 1, 3, 2] })], {}, x);
  b.shape[3] = b.shape[2]!;
}

/** A constant on the left. */
function rows(b: Builder): void {
  const count = 1 + b.random(3);
  b.node("MatMul", [b.value], {}, b.floats([count, b.shape[2]!]));
  b.shape[2] = count;
}

/** A network of up to six layers in opset 18; some end in a Gemm of any alpha, beta and transposition. */
export function randomNetwork(seed: number): OnnxModel {
  const random = randomOf(seed);
  const input = [1, 1 + random(3), 3 + random(5), 3 + random(5)];
  const b = new Builder(random, [...input]);
  for (let layer = 1 + random(6); layer > 0; layer--) LAYERS[random(LAYERS.length)]!(b);
  if (random(2) === 1) gemm(b);
  return {
    irVersion: 8,
    producerName: "",
    producerVersion: "",
    opsets: new Map([["", 18]]),
    metadata: new Map(),
    graph: {
      name: "random",
      nodes: b.nodes,
      initializers: b.initializers,
      inputs: [{ name: "x", dtype: "float32", shape: input }],
      outputs: [{ name: b.node("Identity", []), dtype: "float32", shape: undefined }],
      valueInfo: new Map(),
    },
  };
}

function gemm(b: Builder): void {
  const [depth, units] = [b.shape.reduce((product, dim) => product * dim, 1), 1 + b.random(4)];
  b.node("Flatten", []);
  const transB = b.random(2);
  const alpha = [0.5, 1.5, -0.75][b.random(3)]!;
  const bias = b.random(2) ? [b.floats([[units], [1, units], [1]][b.random(3)]!)] : [];
  b.node("Gemm", [b.floats(transB ? [units, depth] : [depth, units]), ...bias], { alpha, beta: 0.25, transB });
}
