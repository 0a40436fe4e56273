import { allocate, type DType } from "../../base/tensor/dtype.js";
import { Tensor } from "../../base/tensor/tensor.js";
import type { OnnxNode } from "../../formats/onnx/model.js";
import { type Attributes, int, ints } from "./attributes.js";
import { int64 } from "./constants.js";
import { permute } from "./permute.js";
import { type Quantization, QuantizedTensor } from "./quantized-tensor.js";
import { identity, sameOrder, stored, type Value } from "./value.js";

/** Collects the nodes and weights of the ONNX graph; names are made of the source's own (`scope`). */
export class GraphBuilder {
  readonly nodes: OnnxNode[] = [];
  readonly initializers = new Map<string, Tensor>();
  readonly inputs: Value[] = [];
  private readonly used = new Set<string>();
  /** The same tensor in other orders, by its name and the order. */
  private readonly reordered = new Map<string, string>();
  private scope = "";

  /** @param opset the version of ai.onnx that the nodes are written for, 13 to 17 */
  constructor(readonly opset: number) {}

  /** Names what `work` makes after a layer or operator of the source. */
  within<T>(scope: string, work: () => T): T {
    const outer = this.scope;
    this.scope = scope;
    try {
      return work();
    } finally {
      this.scope = outer;
    }
  }

  input(
    name: string,
    shape: readonly number[],
    dtype: DType,
    order: readonly number[] = identity(shape.length),
  ): Value {
    const value: Value = { name: this.unique(name), shape, order, dtype };
    this.inputs.push(value);
    return value;
  }

  /** A constant of the source: a weight, or an operand whose elements stand in the file. It is stored when it is used. */
  constant(tensor: Tensor): Value {
    const { shape, dtype } = tensor;
    return { name: "", shape, order: identity(shape.length), dtype, constant: tensor };
  }

  /** Stores a weight as ONNX wants it, and gives the name of its reals. */
  weight(role: string, tensor: Tensor): string {
    if (tensor instanceof QuantizedTensor) return this.dequantized(role, tensor);
    const name = this.unique(this.scope === "" ? role : `${this.scope}/${role}`);
    this.initializers.set(name, tensor);
    return name;
  }

  private dequantized(role: string, { dtype, shape, data, quantization }: QuantizedTensor): string {
    const integers = this.weight(`${role}_quantized`, new Tensor(dtype, shape, data));
    return this.node("DequantizeLinear", [integers, ...this.scaleOf(role, dtype, quantization)], {
      ...(quantization.scales.length > 1 ? { axis: int(quantization.axis) } : {}),
    });
  }

  /** Scale and zero point as the inputs of QuantizeLinear and DequantizeLinear. */
  scaleOf(role: string, dtype: DType, { scales, zeroPoints }: Quantization): string[] {
    const shape = scales.length === 1 ? [] : [scales.length];
    const zeros = allocate(dtype, scales.length);
    zeroPoints.forEach((zero, i) => {
      zeros[i] = zero;
    });
    return [
      this.weight(`${role}_scale`, new Tensor("float32", shape, Float32Array.from(scales))),
      this.weight(`${role}_zero_point`, new Tensor(dtype, shape, zeros)),
    ];
  }

  /** Adds a node with one output, and gives the output's name. */
  node(opType: string, inputs: readonly string[], attributes: Attributes = {}): string {
    return this.nodeOf(opType, inputs, attributes, 1)[0]!;
  }

  /** Adds a node with several outputs. */
  nodeOf(opType: string, inputs: readonly string[], attributes: Attributes, outputs: number): string[] {
    const name = this.unique(this.scope === "" ? opType : `${this.scope}/${opType}`);
    const names = [name, ...Array.from({ length: outputs - 1 }, (_, i) => this.unique(`${name}:${i + 1}`))];
    const present = Object.entries(attributes);
    this.nodes.push({ opType, domain: "", name, inputs, outputs: names, attributes: new Map(present) });
    return names;
  }

  /** The ONNX tensor of a value in this order of the source's axes; a Transpose is added where it stands in another. */
  as(value: Value, order: readonly number[] = identity(value.shape.length)): string {
    if (value.constant !== undefined) return this.weight("constant", permute(value.constant, order));
    if (sameOrder(value.order, order)) return value.name;
    const key = `${order.join()}|${value.name}`;
    const known = this.reordered.get(key);
    if (known !== undefined) return known;
    const moved = this.move(value, order);
    this.reordered.set(key, moved);
    this.reordered.set(`${value.order.join()}|${moved}`, value.name);
    return moved;
  }

  private move(value: Value, order: readonly number[]): string {
    const large = (axes: readonly number[]): number[] => axes.filter((axis) => value.shape[axis] !== 1);
    // Where only axes of size 1 change their place, the elements stay where they are.
    if (sameOrder(large(value.order), large(order)))
      return this.node("Reshape", [value.name, this.weight("shape", int64(stored({ shape: value.shape, order })))]);
    return this.node("Transpose", [value.name], { perm: ints(order.map((axis) => value.order.indexOf(axis))) });
  }

  /** Keeps a name for an output of the model, so that no other tensor takes it. */
  reserve(name: string): string {
    return this.unique(name);
  }

  private unique(wanted: string): string {
    let name = wanted;
    for (let i = 1; this.used.has(name); i++) name = `${wanted}_${i}`;
    this.used.add(name);
    return name;
  }
}
