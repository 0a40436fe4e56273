import { Tensor } from "../../../../src/base/tensor/tensor.js";
import type { OnnxAttribute, OnnxModel } from "../../../../src/formats/onnx/model.js";
import { integers } from "../../../kernels-ref/run.js";
import { floats, ints64, onnxModel, onnxNode } from "../model.js";

/** A node with random attributes on random data; shapes are small, so that every edge comes often. */
export interface Case {
  readonly model: OnnxModel;
  readonly feed: Tensor;
}

type Attribute = number | string | readonly number[] | OnnxAttribute;
const random = integers(20261127);
const pick = <T>(items: readonly T[]): T => items[random(0, items.length - 1)] as T;
const maybe = (): number => random(0, 1);
const list = (length: number, low: number, high: number): number[] => Array.from({ length }, () => random(low, high));
const float = (value: number): OnnxAttribute => ({ type: "float", value });
const small = (): number => random(-400, 400) / 64;

function data(shape: readonly number[]): Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  return new Tensor("float32", shape, Float32Array.from({ length: size }, small));
}

const dtypeOf = (op: string, output: string) =>
  op.startsWith("Arg") || output === "indices" ? ("int64" as const) : ("float32" as const);

/** One node on `x` and constants; a constant of undefined is an omitted input. */
function node(
  op: string,
  shape: readonly number[],
  attributes: Record<string, Attribute> = {},
  constants: readonly (Tensor | undefined)[] = [],
  options: { readonly opset?: number; readonly outputs?: readonly string[] } = {},
): Case {
  const inputs = ["x", ...constants.map((tensor, i) => (tensor === undefined ? "" : `c${i}`))];
  const outputs = options.outputs ?? ["y"];
  const made = onnxNode(op, inputs, {}, outputs);
  const named = Object.entries(attributes).map(([name, value]): [string, OnnxAttribute] => {
    if (typeof value === "object" && "type" in value) return [name, value];
    return [name, onnxNode(op, [], { value }).attributes.get("value")!];
  });
  const initializers = constants.flatMap((tensor, i) => (tensor === undefined ? [] : [[`c${i}`, tensor] as const]));
  const model = onnxModel([{ ...made, attributes: new Map(named) }], {
    inputs: { x: ["float32", shape] },
    initializers: Object.fromEntries(initializers),
    outputs: outputs.filter((name) => name !== ""),
    opset: options.opset ?? 18,
  });
  const typed = model.graph.outputs.map((output) => ({ ...output, dtype: dtypeOf(op, output.name) }));
  return { model: { ...model, graph: { ...model.graph, outputs: typed } }, feed: data(shape) };
}

const image = (dims: number): number[] => [random(1, 2), random(1, 3), ...list(dims, 5, 8)];

function pool(op: string): Case {
  const dims = op === "LpPool" ? 2 : random(1, 3);
  const kernel_shape = list(dims, 1, 3);
  const mode = pick(["NOTSET", "NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER"]);
  // ONNX Runtime pads SAME as if nothing were dilated.
  const dilations = mode === "NOTSET" ? list(dims, 1, 2) : list(dims, 1, 1);
  const pads = [...kernel_shape.map((taps) => random(0, taps - 1)), ...kernel_shape.map((taps) => random(0, taps - 1))];
  const attributes = {
    ...{ kernel_shape, strides: kernel_shape.map((taps) => random(1, mode === "NOTSET" ? 3 : taps)), auto_pad: mode },
    ...(mode === "NOTSET" ? { pads } : {}),
    ...(op === "LpPool" ? { p: random(1, 3) } : { ceil_mode: mode === "NOTSET" ? maybe() : 0, dilations }),
    ...(op === "AveragePool" ? { count_include_pad: maybe() } : {}),
  };
  return node(op, image(dims), attributes, [], { opset: op === "LpPool" ? 13 : 19 });
}

function convTranspose(): Case {
  const dims = random(1, 2);
  const group = random(1, 2);
  const [inputs, outputs] = [group * random(1, 2), random(1, 2)];
  const kernel = list(dims, 1, 3);
  const mode = pick(["NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER"]);
  // With SAME, ONNX Runtime makes fewer rows than ONNX where a stride is longer than the kernel.
  const strides = kernel.map((taps) => random(1, mode.startsWith("SAME") ? taps : 3));
  const shape = [1, inputs, ...list(dims, 2, 4)];
  const output_padding = strides.map((stride) => random(0, stride - 1));
  const attributes = {
    ...{ strides, group, auto_pad: mode, dilations: list(dims, 1, 2) },
    ...(mode === "NOTSET" ? { pads: list(2 * dims, 0, 0), output_padding } : {}),
  };
  const bias = maybe() ? [data([outputs * group])] : [];
  return node("ConvTranspose", shape, attributes, [data([inputs, outputs, ...kernel]), ...bias], { opset: 13 });
}

function recurrent(op: string, gates: number): Case {
  const direction = pick(["forward", "reverse", "bidirectional"]);
  const directions = direction === "bidirectional" ? 2 : 1;
  const [steps, batch, inputs, hidden] = [random(1, 4), random(1, 2), random(1, 3), random(1, 4)] as const;
  const scaled = (shape: readonly number[]): Tensor => {
    const made = data(shape);
    return new Tensor(
      "float32",
      shape,
      Float32Array.from(made.data as Float32Array, (value) => value / 8),
    );
  };
  const state = (): Tensor | undefined => (maybe() ? scaled([directions, batch, hidden]) : undefined);
  const constants = [
    scaled([directions, gates * hidden, inputs]),
    scaled([directions, gates * hidden, hidden]),
    maybe() ? scaled([directions, 2 * gates * hidden]) : undefined,
    undefined,
    state(),
    ...(op === "LSTM" ? [state(), maybe() ? scaled([directions, 3 * hidden]) : undefined] : []),
  ];
  const attributes = {
    ...{ direction, hidden_size: hidden },
    ...(maybe() ? { clip: float(1.5) } : {}),
    ...(op === "GRU" ? { linear_before_reset: maybe() } : {}),
  };
  const outputs = op === "LSTM" ? ["y", "h", "c"] : ["y", "h"];
  while (constants.at(-1) === undefined) constants.pop();
  return node(op, [steps, batch, inputs], attributes, constants, { opset: 14, outputs });
}

function reduce(op: string): Case {
  const rank = random(1, 4);
  const shape = list(rank, 1, 4);
  const axes = [...new Set(list(random(0, rank), 0, rank - 1))].map((axis) => (maybe() ? axis : axis - rank));
  const unique = [...new Map(axes.map((axis) => [(axis + rank) % rank, axis])).values()];
  const opset = pick([11, 13, 18]);
  const asInput = opset >= (op === "ReduceSum" ? 13 : 18);
  const attributes = { keepdims: maybe(), ...(asInput || unique.length === 0 ? {} : { axes: unique }) };
  const made = node(op, shape, attributes, asInput ? [ints64(...unique)] : [], { opset });
  if (op !== "ReduceLogSum") return made;
  const positive = Float32Array.from(made.feed.data as Float32Array, (value) => Math.abs(value) + 0.5);
  return { ...made, feed: new Tensor("float32", shape, positive) };
}

function pad(): Case {
  const shape = list(random(1, 4), 3, 5);
  const mode = pick(["constant", "reflect", "edge"]);
  const low = mode === "constant" ? -1 : 0;
  const value = mode === "constant" && maybe() ? [Tensor.scalar("float32", 1.5)] : [];
  return node("Pad", shape, { mode }, [ints64(...list(2 * shape.length, low, 2)), ...value], { opset: 13 });
}

function alongAxis(op: string): Case {
  const shape = list(random(1, 4), 1, 5);
  const axis = random(-shape.length, shape.length - 1);
  return node(op, shape, { axis }, [], { opset: pick([11, 13]) });
}

function layerNormalization(): Case {
  const shape = list(random(1, 4), 2, 4);
  const axis = random(0, shape.length - 1);
  const rest = shape.slice(axis);
  const bias = maybe() ? [data(rest)] : [];
  return node("LayerNormalization", shape, { axis, epsilon: float(0.01) }, [data(rest), ...bias], { opset: 17 });
}

function topK(): Case {
  const shape = list(random(1, 3), 1, 5);
  const axis = random(0, shape.length - 1);
  const attributes = { axis, largest: maybe() };
  return node("TopK", shape, attributes, [ints64(random(1, shape[axis]!))], { opset: 11, outputs: ["y", "indices"] });
}

function oneHot(): Case {
  const shape = list(random(1, 2), 1, 4);
  const axis = random(-shape.length - 1, shape.length);
  const made = node("OneHot", shape, { axis }, [ints64(random(1, 5)), floats(-0.5, 2)], { opset: 11 });
  const indices = BigInt64Array.from({ length: made.feed.size }, () => BigInt(random(-6, 6)));
  const graph = { ...made.model.graph, inputs: [{ name: "x", dtype: "int64", shape } as const] };
  return { model: { ...made.model, graph }, feed: new Tensor("int64", shape, indices) };
}

function einsum(): Case {
  const [equation, shape, other] = pick([
    ["ij,jk->ik", [3, 4], [4, 2]],
    ["bij , bjk", [2, 3, 4], [2, 4, 2]],
    ["...ij,...jk->...ik", [2, 2, 3, 2], [2, 2, 2, 3]],
    ["bhqd,bhkd->bhqk", [1, 2, 3, 4], [1, 2, 5, 4]],
    ["ij,ij->", [3, 4], [3, 4]],
    ["ij,k->kji", [2, 3], [4]],
  ] as const);
  return node("Einsum", shape, { equation }, [data(other)], { opset: 13 });
}

/** Every operator by a maker of random cases. */
export const CASES: Readonly<Record<string, () => Case>> = {
  ...Object.fromEntries(
    "L1 L2 LogSum LogSumExp Max Mean Min Prod Sum SumSquare"
      .split(" ")
      .map((name) => [name, () => reduce(`Reduce${name}`)]),
  ),
  ArgMin: () => node("ArgMin", [2, 3, 4], { axis: random(-3, 2), keepdims: maybe(), select_last_index: maybe() }),
  AveragePool: () => pool("AveragePool"),
  ConvTranspose: convTranspose,
  CumSum: () =>
    node("CumSum", [2, 3, 4], { exclusive: maybe(), reverse: maybe() }, [ints64(random(-3, 2))], { opset: 14 }),
  Einsum: einsum,
  GRU: () => recurrent("GRU", 3),
  GlobalMaxPool: () => node("GlobalMaxPool", image(random(1, 3))),
  Hardmax: () => alongAxis("Hardmax"),
  InstanceNormalization: () => node("InstanceNormalization", [2, 3, 4, 2], {}, [data([3]), data([3])]),
  LRN: () => node("LRN", [1, 6, 2, 2], { size: pick([1, 3, 5]), alpha: float(0.05), beta: float(0.75) }),
  LSTM: () => recurrent("LSTM", 4),
  LayerNormalization: layerNormalization,
  LogSoftmax: () => alongAxis("LogSoftmax"),
  LpNormalization: () => node("LpNormalization", [2, 3, 4], { axis: random(-3, 2), p: random(1, 2) }),
  LpPool: () => pool("LpPool"),
  MaxPool: () => pool("MaxPool"),
  MeanVarianceNormalization: () =>
    node("MeanVarianceNormalization", [2, 3, 4, 2], {
      axes: pick([
        [0, 2, 3],
        [2, 3],
      ]),
    }),
  OneHot: oneHot,
  Pad: pad,
  RNN: () => recurrent("RNN", 1),
  Softmax: () => alongAxis("Softmax"),
  TopK: topK,
  Trilu: () =>
    node("Trilu", list(random(2, 3), 1, 4), { upper: maybe() }, [Tensor.scalar("int64", BigInt(random(-3, 3)))]),
};
