import { Tensor } from "../../../src/base/tensor/tensor.js";
import type { OnnxAttribute, OnnxModel, OnnxNode } from "../../../src/formats/onnx/model.js";
import { onnxNode } from "../../ir/import/model.js";
import { integers } from "../../kernels-ref/run.js";

const random = integers(7);

/** About normally distributed: the sum of four even ones. */
export function noise(shape: readonly number[], deviation = 1): Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  const one = (): number => random(-1000, 1000) / 1000;
  const data = Float32Array.from({ length: size }, () => (one() + one() + one() + one()) * 0.866 * deviation);
  return new Tensor("float32", shape, data);
}

type Attributes = Record<string, number | string | readonly number[] | OnnxAttribute>;

/** A float network as it grows: every layer gives the name of its result; weights are random, scaled by their fan-in. */
export class Network {
  private readonly nodes: OnnxNode[] = [];
  private readonly initializers = new Map<string, Tensor>();

  constructor(
    readonly shape: readonly number[],
    private readonly opset = 17,
  ) {}

  constant(tensor: Tensor): string {
    const name = `w${this.initializers.size}`;
    this.initializers.set(name, tensor);
    return name;
  }

  integers(...values: number[]): string {
    return this.constant(new Tensor("int64", [values.length], BigInt64Array.from(values, BigInt)));
  }

  op(opType: string, inputs: readonly string[], attributes: Attributes = {}, results = 1): string[] {
    const id = this.nodes.length;
    const outputs = Array.from({ length: results }, (_, i) => `${opType.toLowerCase()}_${id}_${i}`);
    const entries = Object.entries(attributes).map(([name, value]): [string, OnnxAttribute] => {
      if (typeof value === "object" && "type" in value) return [name, value];
      return [name, onnxNode(opType, [], { value }).attributes.get("value")!];
    });
    const node = onnxNode(opType, inputs, {}, outputs);
    this.nodes.push({ ...node, name: `${opType}_${id}`, attributes: new Map(entries) });
    return outputs;
  }

  /** A layer with one result. */
  layer(opType: string, inputs: readonly string[], attributes: Attributes = {}): string {
    return this.op(opType, inputs, attributes)[0]!;
  }

  conv(x: string, from: number, to: number, kernel: number, attributes: Attributes = {}): string {
    const group = typeof attributes.group === "number" ? attributes.group : 1;
    const fan = (from / group) * kernel * kernel;
    const weight = this.constant(noise([to, from / group, kernel, kernel], Math.sqrt(2 / fan)));
    const pads = new Array<number>(4).fill((kernel - 1) >> 1);
    return this.layer("Conv", [x, weight, this.constant(noise([to], 0.1))], { pads, ...attributes });
  }

  norm(x: string, channels: number): string {
    const near1 = noise([channels], 0.1);
    const positive = new Tensor(
      "float32",
      [channels],
      (near1.data as Float32Array).map((value) => 1 + Math.abs(value)),
    );
    const parts = [positive, noise([channels], 0.1), noise([channels], 0.1), positive];
    return this.layer("BatchNormalization", [x, ...parts.map((part) => this.constant(part))]);
  }

  clip(x: string, low: number, high: number): string {
    const bounds = [low, high].map((bound) => this.constant(Tensor.scalar("float32", bound)));
    return this.layer("Clip", [x, ...bounds]);
  }

  dense(x: string, from: number, to: number): string {
    const weight = this.constant(noise([from, to], Math.sqrt(1 / from)));
    return this.layer("Add", [this.layer("MatMul", [x, weight]), this.constant(noise([to], 0.1))]);
  }

  model(output: string): OnnxModel {
    return {
      irVersion: 8,
      producerName: "test",
      producerVersion: "",
      opsets: new Map([["", this.opset]]),
      metadata: new Map(),
      graph: {
        name: "network",
        nodes: this.nodes,
        initializers: this.initializers,
        inputs: [{ name: "x", dtype: "float32", shape: this.shape }],
        outputs: [{ name: output, dtype: "float32", shape: undefined }],
        valueInfo: new Map(),
      },
    };
  }
}
