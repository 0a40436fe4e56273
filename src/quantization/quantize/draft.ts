import { UserError } from "../../base/errors.js";
import type { DType } from "../../base/tensor/dtype.js";
import { Tensor } from "../../base/tensor/tensor.js";
import type { OnnxDim, OnnxModel, OnnxNode } from "../../formats/onnx/model.js";
import { printable } from "../../formats/onnx/printable.js";
import type { Range, Ranges } from "../calibrate/range.js";
import type { QuantizationError } from "./quantization-error.js";
import type { FloatNode, QuantizationRow, QuantizeOptions } from "./result.js";

/** The integer twin of a float tensor: initializers that hold its scale and zero point, and the scale's exponents. */
export interface QuantizedValue {
  readonly name: string;
  readonly scale: string;
  readonly zeroPoint: string;
  /** One a channel if it is a list. */
  readonly exponent: number | readonly number[];
}

/** A row whose node is not numbered yet. */
export type DraftRow = Omit<QuantizationRow, "node" | "scale" | "clipped" | "snr"> & {
  readonly error?: QuantizationError;
  /** Tensor whose producer the row belongs to; where absent, the node that makes or first reads `quantized`. */
  readonly owner?: string;
};

/** The quantized graph while it is being built: what operator quantizers read and add to. */
export class Draft {
  readonly nodes: OnnxNode[] = [];
  /** Appended after all other nodes and initializers, in this order. */
  readonly biasAdditions: OnnxNode[] = [];
  readonly trailingInitializers = new Map<string, Tensor>();
  readonly rows: DraftRow[] = [];
  readonly floats: FloatNode[] = [];
  readonly initializers: Map<string, Tensor>;
  readonly opset: number;
  private readonly values = new Map<string, QuantizedValue>();
  private readonly dtypes = new Map<string, DType>();
  private readonly shapes = new Map<string, readonly OnnxDim[]>();
  /** Float tensors that the new graph already has. */
  private readonly available: Set<string>;

  constructor(
    model: OnnxModel,
    private readonly ranges: Ranges,
    readonly options: QuantizeOptions,
  ) {
    const { graph } = model;
    this.opset = model.opsets.get("") as number;
    this.initializers = new Map(graph.initializers);
    this.available = new Set(graph.inputs.map((input) => input.name));
    for (const info of [...graph.valueInfo.values(), ...graph.outputs, ...graph.inputs]) {
      this.dtypes.set(info.name, info.dtype);
      if (info.shape !== undefined) this.shapes.set(info.name, info.shape);
    }
    for (const [name, tensor] of graph.initializers) {
      this.dtypes.set(name, tensor.dtype);
      this.shapes.set(name, tensor.shape);
    }
  }

  emit(node: OnnxNode): void {
    this.nodes.push(node);
    for (const output of node.outputs) this.available.add(output);
  }

  /** True when the new graph already makes the float tensor. */
  has(name: string): boolean {
    return this.available.has(name);
  }

  /** @throws UserError when the model does not state the tensor's type. */
  isFloat(name: string): boolean {
    const dtype = this.dtypes.get(name);
    if (dtype === undefined) {
      throw new UserError(`${printable(name)}: type unknown, expected a value_info; run shape inference first`);
    }
    return dtype === "float32";
  }

  /** How many axes a tensor has; undefined where the model does not state it. */
  rank(name: string): number | undefined {
    return this.shapes.get(name)?.length;
  }

  shape(name: string): readonly OnnxDim[] | undefined {
    return this.shapes.get(name);
  }

  quantized(name: string): QuantizedValue | undefined {
    return this.values.get(name);
  }

  define(name: string, value: QuantizedValue): void {
    this.values.set(name, value);
  }

  /** @throws UserError when the tensor was not calibrated. */
  range(name: string): Range {
    const range = this.ranges.get(name);
    if (range === undefined) {
      throw new UserError(`${printable(name)}: no range, expected one from calibration; calibrate this very model`);
    }
    return range;
  }

  /** The exponent that the options state for a tensor, or for one channel of it. */
  chosenExponent(name: string, channel = 0): number | undefined {
    const chosen = this.options.exponents?.get(name);
    return typeof chosen === "object" ? chosen[channel] : chosen;
  }

  /** @throws UserError when another initializer has the name. */
  addInitializer(name: string, tensor: Tensor): void {
    const existing = this.initializers.get(name);
    if (existing !== undefined && !equal(existing, tensor)) {
      throw new UserError(
        `${printable(name)}: the quantizer needs this name and the model already uses it; rename the tensor`,
      );
    }
    this.initializers.set(name, tensor);
  }

  /**
   * Adds a bias under `name`, or under `name_2`, `name_3` … where nodes that share a float bias need different integers.
   * @param trailing after all other initializers
   * @returns the name
   */
  addBias(name: string, tensor: Tensor, trailing: boolean): string {
    for (let copy = 1; ; copy++) {
      const candidate = copy === 1 ? name : `${name}_${copy}`;
      const existing = this.trailingInitializers.get(candidate) ?? this.initializers.get(candidate);
      if (existing === undefined) (trailing ? this.trailingInitializers : this.initializers).set(candidate, tensor);
      if (existing === undefined || equal(existing, tensor)) return candidate;
    }
  }

  /** The scale 2^exponent as float32 and the zero point 0 as int8 for the tensor `name`: scalars, or vectors for a list. */
  addScale(name: string, exponent: number | readonly number[], zeroPointFirst: boolean): Omit<QuantizedValue, "name"> {
    const exponents = typeof exponent === "number" ? [exponent] : exponent;
    const shape = typeof exponent === "number" ? [] : [exponent.length];
    const scale = new Tensor(
      "float32",
      shape,
      Float32Array.from(exponents, (e) => 2 ** e),
    );
    const added = { scale: `${name}_scale`, zeroPoint: `${name}_zero_point`, exponent };
    if (zeroPointFirst) this.addInitializer(added.zeroPoint, Tensor.zeros("int8", shape));
    this.addInitializer(added.scale, scale);
    if (!zeroPointFirst) this.addInitializer(added.zeroPoint, Tensor.zeros("int8", shape));
    return added;
  }
}

function equal(a: Tensor, b: Tensor): boolean {
  return (
    a.dtype === b.dtype &&
    a.shape.join() === b.shape.join() &&
    a.data.every((value: number | bigint, i: number) => Object.is(value, b.data[i]))
  );
}
