import { Tensor } from "../../base/tensor/tensor.js";
import type { OnnxAttribute, OnnxModel, OnnxNode, OnnxValueInfo } from "../../formats/onnx/model.js";
import type { Form } from "./form.js";
import type { Held } from "./held.js";

/** ONNX attributes as plain values: numbers are integers, lists are lists of integers. */
export type NodeAttributes = Readonly<Record<string, number | string | readonly number[]>>;

type PortType = "float32" | "int8" | "uint8" | "int16";

/** Writes the ONNX graph of one segment, node after node. */
export class Emitter {
  private readonly nodes: OnnxNode[] = [];
  private readonly initializers = new Map<string, Tensor>();
  private readonly inputs: OnnxValueInfo[] = [];
  private readonly outputs: OnnxValueInfo[] = [];
  /** The other form of what is held as bytes or as floats, by the name of the one that is there. */
  readonly otherForm = new Map<string, Held>();
  private count = 0;

  constructor(readonly form: Form) {}

  /** One node with one output. @param domain of ONNX Runtime's own operators "com.microsoft" @returns the output's name */
  node(opType: string, inputs: readonly string[], attributes: NodeAttributes = {}, domain = ""): string {
    const name = this.fresh();
    const given = new Map(Object.entries(attributes).map(([key, value]) => [key, onnxAttribute(value)]));
    this.nodes.push({ opType, domain, name, inputs, outputs: [name], attributes: given });
    return name;
  }

  constant(tensor: Tensor): string {
    const name = this.fresh();
    this.initializers.set(name, tensor);
    return name;
  }

  floats(values: readonly number[], shape: readonly number[] = [values.length]): string {
    return this.constant(new Tensor("float32", shape, Float32Array.from(values)));
  }

  byte(value: number): string {
    return this.constant(Tensor.scalar("uint8", value));
  }

  scalar(value: number): string {
    return this.floats([value], []);
  }

  ints(values: readonly number[]): string {
    return this.constant(new Tensor("int64", [values.length], BigInt64Array.from(values, BigInt)));
  }

  /** Positions for Gather. */
  indices(values: Int32Array): string {
    return this.constant(new Tensor("int32", [values.length], values));
  }

  /** Declares an input of this dtype whose first axis is the batch. */
  input(name: string, dtype: PortType, shape: readonly number[]): void {
    this.inputs.push({ name, dtype, shape: batched(shape) });
  }

  /** Declares that a value leaves the graph under its own name. */
  output(name: string, dtype: PortType, shape: readonly number[]): void {
    this.outputs.push({ name, dtype, shape: batched(shape) });
  }

  /** The held tensor with channels in front, as the kernels for images want it; [1, W, C] gets a height of 1. */
  image(held: Held): Held {
    if (held.image) return held;
    const [, height, width, channels] = imageShape(held.shape);
    const shape = [1, height, width, channels];
    const name =
      held.shape.length === 4 ? held.name : this.node("Reshape", [held.name, this.ints([-1, ...shape.slice(1)])]);
    if (channels === 1) {
      const moved = this.node("Reshape", [name, this.ints([-1, 1, height, width])]);
      return { ...held, name: moved, shape, image: true };
    }
    return { ...held, name: this.node("Transpose", [name], { perm: [0, 3, 1, 2] }), shape, image: true };
  }

  /** The held tensor's integers themselves, nothing left to add. */
  settled(held: Held): Held {
    const { offset, ...rest } = held;
    if (offset === undefined) return held;
    const name = this.node("Add", [held.name, this.perChannel(offset)]);
    return { ...rest, name };
  }

  /** One number a channel of an image as a constant that broadcasts; a scalar when all are equal. */
  perChannel(values: readonly number[]): string {
    if (values.every((value) => value === values[0])) return this.scalar(values[0]!);
    return this.floats(values, [1, values.length, 1, 1]);
  }

  /** The held tensor with its axes as in the program. */
  plain(held: Held): Held {
    const settled = this.settled(held);
    if (!settled.image) return settled;
    return { ...settled, name: this.node("Transpose", [settled.name], { perm: [0, 2, 3, 1] }), image: false };
  }

  /** The graph of what the outputs depend on; inputs that nothing reads are left out. */
  model(): OnnxModel {
    const needed = new Set(this.outputs.map(({ name }) => name));
    const nodes = this.nodes.toReversed().filter(({ inputs, outputs }) => {
      if (!outputs.some((name) => needed.has(name))) return false;
      for (const name of inputs) needed.add(name);
      return true;
    });
    return {
      irVersion: 8,
      producerName: "espdl-lab",
      producerVersion: "",
      opsets: new Map([
        ["", 17],
        ["com.microsoft", 1],
      ]),
      metadata: new Map(),
      graph: {
        name: "fast",
        nodes: nodes.toReversed(),
        initializers: new Map([...this.initializers].filter(([name]) => needed.has(name))),
        inputs: this.inputs.filter(({ name }) => needed.has(name)),
        outputs: this.outputs,
        valueInfo: new Map(),
      },
    };
  }

  private fresh(): string {
    return `v${this.count++}`;
  }
}

/** [1, H, W, C] of an image, or of a line [1, W, C] with a height of 1. */
export function imageShape(shape: readonly number[]): readonly [number, number, number, number] {
  const [batch, ...rest] = shape;
  return (rest.length === 2 ? [batch, 1, ...rest] : shape) as unknown as readonly [number, number, number, number];
}

function batched(shape: readonly number[]): (number | string)[] {
  return ["N", ...shape.slice(1)];
}

function onnxAttribute(value: number | string | readonly number[]): OnnxAttribute {
  if (typeof value === "string") return { type: "string", value };
  if (typeof value === "number") return { type: "int", value };
  return { type: "ints", value };
}
