import { allocate, type DType } from "../../src/base/tensor/dtype.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import type { OnnxAttribute, OnnxModel, OnnxNode, OnnxValueInfo } from "../../src/formats/onnx/model.js";

type Random = () => number;

const pick = <T>(next: Random, list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
const INTEGERS = [-9, -2, -1, 0, 1, 2, 3, 4, 7, 20, 2 ** 30, 2 ** 31, 2 ** 40, -(2 ** 63)];
const FLOATS = [0, -0.5, 1e-40, 0.3, 0.125, 1, 3e38, Infinity, -Infinity, Number.NaN];
const DTYPES: readonly DType[] = ["float32", "int8", "uint8", "int16", "int32", "int64", "bool", "float64", "float16"];
const OPERATORS = ["Add", "Clip", "Concat", "Conv", "DequantizeLinear", "Flatten", "Gemm", "GlobalAveragePool"]
  .concat(["HardSwish", "MatMul", "MaxPool", "Mul", "Pad", "PRelu", "QGemm", "QLinearAdd", "QLinearConcat"])
  .concat(["QLinearConv", "QLinearMatMul", "QuantizeLinear", "ReduceMean", "Relu", "Reshape", "Resize", "Softmax"])
  .concat(["Split", "Squeeze", "Transpose", "Unsqueeze", "AveragePool", "ArgMax", "ConvTranspose", "If", "Nothing"]);
const ATTRIBUTES = [
  "axis",
  "axes",
  "kernel_shape",
  "strides",
  "pads",
  "dilations",
  "group",
  "auto_pad",
  "ceil_mode",
].concat(["alpha", "perm", "mode", "keepdims", "split", "transB", "output_padding", "__proto__", "constructor"]);

function mutatedAttribute(next: Random, old: OnnxAttribute | undefined): OnnxAttribute {
  if (old?.type === "ints" && next() < 0.8) {
    const value = [...old.value];
    const choice = next();
    if (choice < 0.2) value.pop();
    else if (choice < 0.4) value.push(pick(next, INTEGERS));
    else value[Math.floor(next() * value.length)] = pick(next, INTEGERS);
    return { type: "ints", value };
  }
  if (old?.type === "int" && next() < 0.8) return { type: "int", value: pick(next, INTEGERS) };
  if (old?.type === "float" && next() < 0.8) return { type: "float", value: pick(next, FLOATS) };
  return pick<() => OnnxAttribute>(next, [
    () => ({ type: "int", value: pick(next, INTEGERS) }),
    () => ({ type: "float", value: pick(next, FLOATS) }),
    () => ({ type: "ints", value: [pick(next, INTEGERS), pick(next, INTEGERS)] }),
    () => ({ type: "string", value: pick(next, ["", "SAME_UPPER", "VALID", "reflect", "\u0000"]) }),
  ])();
}

function mutatedTensor(next: Random, old: Tensor): Tensor {
  const choice = next();
  if (choice < 0.3) {
    const dtype = pick(next, DTYPES);
    return new Tensor(dtype, old.shape, allocate(dtype, old.size));
  }
  if (choice < 0.6) {
    const shape = pick(next, [[], [0], [1], [old.size], [1, ...old.shape], old.shape.slice(1), old.shape.toReversed()]);
    return Tensor.zeros(old.dtype, shape);
  }
  const data = old.data.slice();
  const wide = old.dtype === "int64" || old.dtype === "uint64";
  const value = wide ? BigInt(pick(next, INTEGERS)) : pick(next, next() < 0.5 ? INTEGERS : FLOATS);
  if (data.length > 0) data[Math.floor(next() * data.length)] = value as never;
  return new Tensor(old.dtype, old.shape, data);
}

function mutatedNode(next: Random, node: OnnxNode, names: readonly string[]): OnnxNode {
  const inputs = [...node.inputs];
  const attributes = new Map(node.attributes);
  const at = Math.floor(next() * inputs.length);
  switch (Math.floor(next() * 8)) {
    case 0:
      return { ...node, opType: pick(next, OPERATORS) };
    case 1:
      return { ...node, domain: pick(next, ["", "com.microsoft", "ai.onnx.ml"]) };
    case 2:
      // An earlier mutation may have left no input.
      return { ...node, inputs: Object.assign([...inputs], { [at]: pick(next, [...names, ""]) }) };
    case 3:
      return { ...node, inputs: inputs.slice(0, at) };
    case 4:
      return { ...node, inputs: [...inputs, pick(next, names)] };
    case 5:
      return { ...node, name: pick(next, ["", node.name, "\u001b[31m", "a".repeat(500)]) };
    default: {
      const known = next() < 0.7 && attributes.size > 0 ? [...attributes.keys()] : ATTRIBUTES;
      const name = pick(next, known);
      if (next() < 0.1) attributes.delete(name);
      else attributes.set(name, mutatedAttribute(next, attributes.get(name)));
      return { ...node, attributes };
    }
  }
}

function mutatedInput(next: Random, input: OnnxValueInfo): OnnxValueInfo {
  const choice = next();
  if (choice < 0.3) return { ...input, dtype: pick(next, DTYPES) };
  if (choice < 0.35) return { ...input, shape: undefined };
  const shape = [...(input.shape ?? [])];
  if (choice < 0.5) shape.push(pick(next, [0, 1, 2]));
  else if (choice < 0.65) shape.pop();
  else shape[Math.floor(next() * shape.length)] = pick(next, [0, 1, 2, 3, 5, "N", null, 2 ** 30]);
  return { ...input, shape };
}

/** The model with one thing changed that keeps it a well-formed file. */
export function mutated(next: Random, model: OnnxModel): OnnxModel {
  const { graph } = model;
  const at = Math.floor(next() * graph.nodes.length);
  const names = [...graph.initializers.keys(), ...graph.inputs.map(({ name }) => name)].concat(
    graph.nodes.slice(0, at).flatMap((node) => node.outputs),
  );
  switch (Math.floor(next() * 10)) {
    case 0: {
      const opset = new Map(model.opsets).set("", 7 + Math.floor(next() * 15));
      return { ...model, opsets: opset };
    }
    case 1:
      return { ...model, graph: { ...graph, inputs: graph.inputs.map((input) => mutatedInput(next, input)) } };
    case 2:
      return { ...model, graph: { ...graph, outputs: [{ ...graph.outputs[0]!, name: pick(next, names) }] } };
    case 3:
    case 4:
    case 5: {
      const [name, tensor] = pick(next, [...graph.initializers]);
      const initializers = new Map(graph.initializers).set(name, mutatedTensor(next, tensor));
      return { ...model, graph: { ...graph, initializers } };
    }
    default:
      return { ...model, graph: { ...graph, nodes: graph.nodes.with(at, mutatedNode(next, graph.nodes[at]!, names)) } };
  }
}
