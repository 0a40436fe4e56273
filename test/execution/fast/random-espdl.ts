import { Tensor } from "../../../src/base/tensor/tensor.js";
import type { Attributes } from "../../../src/ir/graph/graph.js";
import type { CallLayer, Layer, Program } from "../../../src/ir/graph/program.js";

type Random = (below: number) => number;
type Width = "int8" | "int16";

const LIMIT = { int8: 2 ** 7, int16: 2 ** 15 } as const;

/** Values of the whole range, its ends and 0 among them more often. */
export function wideTensor(dtype: Width, shape: readonly number[], random: Random): Tensor {
  const limit = LIMIT[dtype];
  const data = Tensor.zeros(dtype, shape);
  const value = (): number => [-limit, limit - 1, 0][random(12)] ?? random(2 * limit) - limit;
  for (let i = 0; i < data.size; i++) data.data[i] = value();
  return data;
}

/**
 * Operators of an `.espdl` in a row: convolutions of all kinds with one shift or one a channel, small ones among them so
 * that quotients are ties, sums, products and a matrix product at the end.
 * @param dtype of all activations; weights of int16 ones are int16 or int8
 */
export function randomEspdl(dtype: Width, random: Random): Program {
  const layers: Layer[] = [];
  const push = (layer: Layer): number => layers.push(layer) - 1;
  const base = (name: string, shape: readonly number[], of: Tensor["dtype"] = dtype) => {
    const id = `${name}${layers.length}`;
    return { index: layers.length, name: id, id, types: [{ dtype: of, shape }], onnx: [] };
  };
  const param = (tensor: Tensor): number => push({ ...base("p", tensor.shape, tensor.dtype), kind: "param", tensor });
  const call = (op: string, inputs: readonly number[], attributes: Attributes, shape: readonly number[]): number => {
    const operands = inputs.map((layer) => ({ layer, output: 0 }));
    const layer: CallLayer = { ...base("y", shape), kind: "call", op, func: "f", inputs: operands, attributes };
    return push(layer);
  };
  const biases = (count: number): number =>
    param(
      new Tensor(
        "int32",
        [count],
        Int32Array.from({ length: count }, () => random(40_000) - 20_000),
      ),
    );
  const shifts = (count: number): readonly number[] => {
    const [least, most] = dtype === "int8" ? [0, 13] : [8, 16];
    const one = (): number => least + random(most - least);
    return random(2) === 0 ? [one()] : Array.from({ length: count }, one);
  };
  const weightType = dtype === "int16" && random(3) > 0 ? "int16" : "int8";
  let shape: readonly number[] = [1, 4 + random(5), 4 + random(5), [3, 8, 16, 17, 24][random(5)]!];
  let last = push({ ...base("x", shape), kind: "input" });
  for (let n = 1 + random(3); n > 0; n--) {
    const [, height, width, channels] = shape as [number, number, number, number];
    const isDepthwise = random(2) === 0;
    const kernel = Math.min(height, width) < 3 ? 1 : [1, 3][random(2)]!;
    const [stride, pad] = [1 + random(2), random(Math.min(kernel, 2))];
    const outputs = isDepthwise ? channels : [4, 8, 16, 33][random(4)]!;
    const size = (length: number): number => Math.floor((length + 2 * pad - kernel) / stride) + 1;
    const result = [1, size(height), size(width), outputs];
    const kernelShape = [kernel, kernel, channels, isDepthwise ? 1 : outputs];
    const attributes: Attributes = {
      strides: [stride, stride],
      pads: [pad, pad, pad, pad],
      dilations: [1, 1],
      group: isDepthwise ? channels : 1,
      shift: shifts(outputs),
      relu: random(2) === 0,
    };
    const inputs = [last, param(wideTensor(weightType, kernelShape, random)), biases(outputs)];
    const made = call("espdl.conv", inputs, attributes, result);
    last = made;
    if (result.join() === shape.join())
      last = call(random(2) === 0 ? "espdl.add" : "espdl.sub", [made, inputs[0]!], {}, result);
    if (random(3) === 0) {
      const exponents = { left_exponent: -4, right_exponent: -3, output_exponent: -4 - random(3) };
      last = call("espdl.mul", [last, made], exponents, result);
    }
    shape = result;
  }
  const length = shape.at(-1)!;
  const units = [5, 16, 24][random(3)]!;
  const inputs = [last, param(wideTensor(weightType, [length, units], random)), biases(units)];
  call("espdl.matmul", inputs, { shift: shifts(units), relu: random(2) === 0 }, [...shape.slice(0, 3), units]);
  const outputs = layers.filter(({ kind }) => kind === "call").map(({ index }) => ({ layer: index, output: 0 }));
  return { layers, outputs };
}
