import { UserError } from "../../base/errors.js";
import type { DType } from "../../base/tensor/dtype.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import type { OnnxAttribute, OnnxNode } from "../../formats/onnx/model.js";
import { printable } from "../../formats/onnx/printable.js";
import { call, constant } from "../graph/build.js";
import { evaluate } from "../graph/evaluate.js";
import type { Attributes, ConstantValue, Origin, Value } from "../graph/graph.js";

/** Turns one ONNX node into IR; returns the values of its outputs, in order. */
export type Importer = (operands: Operands) => readonly Value[];
export type ImporterTable = Readonly<Record<string, Importer>>;

/** Attributes that say nothing about inference in int8 and float32, whatever their value. */
const SAYS_NOTHING = new Set([
  "axis of DequantizeLinear",
  "axis of QuantizeLinear",
  "momentum of BatchNormalization",
  "saturate of QuantizeLinear",
]);

/** What an importer sees of its node: inputs as IR values, attributes by type, and how to complain. */
export class Operands {
  private readonly readAttributes = new Set<string>();
  private readonly readInputs = new Set<number>();

  constructor(
    readonly node: OnnxNode,
    /** Version of ai.onnx that the model asks for. */
    readonly opset: number,
    /** Inputs; undefined for an omitted optional one. */
    readonly inputs: readonly (Value | undefined)[],
  ) {}

  /** The node's name, or its type and first output when it has none. */
  get label(): string {
    return this.node.name || `${this.node.opType} of ${this.node.outputs[0] ?? "?"}`;
  }

  /** @throws UserError `label: rule, got found (next step)`. */
  fail(rule: string, found: string, next: string): never {
    throw new UserError(`${printable(this.label)}: ${rule}, got ${found} (${next})`);
  }

  origin(exponent?: Origin["exponent"]): Origin {
    return exponent === undefined ? { onnx: [this.label] } : { onnx: [this.label], exponent };
  }

  /** Input `index`, which must be there. */
  value(index: number): Value {
    this.readInputs.add(index);
    return this.inputs[index] ?? this.fail(`input ${index} must be given`, "none", "export the model again");
  }

  /** Input `index` as a constant tensor. `what` names it in the error. */
  tensor(index: number, what: string): Tensor {
    const value = this.value(index);
    if (value.kind !== "constant")
      this.fail(`${what} must be a constant`, "a computed value", "make it an initializer");
    return value.tensor;
  }

  optionalTensor(index: number, what: string): Tensor | undefined {
    return this.inputs[index] === undefined ? undefined : this.tensor(index, what);
  }

  /** Every input of an operator that takes any number of them, one at least. */
  values(): readonly Value[] {
    return Array.from({ length: Math.max(1, this.inputs.length) }, (_, index) => this.value(index));
  }

  /** Says that the operator's version gives input `index` no meaning here, so that it may be there. */
  ignore(index: number): void {
    this.readInputs.add(index);
  }

  attribute<T extends OnnxAttribute["type"]>(name: string, type: T): (OnnxAttribute & { type: T }) | undefined {
    this.readAttributes.add(name);
    const found = this.node.attributes.get(name);
    if (found !== undefined && found.type !== type)
      this.fail(`attribute ${name} must be of type ${type}`, found.type, "export the model again");
    return found as (OnnxAttribute & { type: T }) | undefined;
  }

  /** An attribute that is supported at its default only, by value: written out or absent, it is the same. */
  only(name: string, fallback: string | number): void {
    const found = typeof fallback === "string" ? this.text(name, fallback) : this.int(name, fallback);
    if (found !== fallback)
      this.fail(`attribute ${name} must be ${fallback}`, printable(String(found)), "export the model without it");
  }

  /** @throws UserError when the node has an attribute or an input that its importer did not read. */
  expectAllRead(): void {
    this.inputs.forEach((input, index) => {
      if (input !== undefined && !this.readInputs.has(index))
        this.fail(
          `${this.node.opType} of opset ${this.opset} must have no input ${index}`,
          printable(this.node.inputs[index] as string),
          "remove it, or export the model again",
        );
    });
    for (const name of this.node.attributes.keys()) {
      if (this.readAttributes.has(name) || SAYS_NOTHING.has(`${name} of ${this.node.opType}`)) continue;
      this.fail(
        `attribute ${printable(name)} is not supported for ${this.node.opType} of opset ${this.opset}`,
        "one",
        "remove it, or export the model without it",
      );
    }
  }

  int(name: string, fallback: number): number {
    return this.attribute(name, "int")?.value ?? fallback;
  }

  float(name: string, fallback: number): number {
    return this.attribute(name, "float")?.value ?? fallback;
  }

  text(name: string, fallback: string): string {
    return this.attribute(name, "string")?.value ?? fallback;
  }

  ints(name: string): readonly number[] | undefined {
    return this.attribute(name, "ints")?.value;
  }

  /** Builds a node of this origin; on constants that the IR can compute with, its result is a constant. */
  call(op: string, inputs: readonly Value[], attributes: Attributes = {}, exponent?: Origin["exponent"]): Value {
    const result = call(op, inputs, attributes, this.origin(exponent));
    if (inputs.length === 0 || !inputs.every((value): value is ConstantValue => value.kind === "constant"))
      return result;
    const folded = evaluate(
      op,
      inputs.map((value) => value.tensor),
      result.node.attributes,
    );
    return folded === undefined ? result : constant(folded);
  }

  /** @throws UserError unless the element type of `value` is one of `allowed`. */
  expectDtype(value: Value, allowed: readonly DType[], what: string): void {
    const { dtype } = value.type;
    if (!allowed.includes(dtype))
      this.fail(`${what} must be ${allowed.join(" or ")}`, dtype, "quantize the model with this project");
  }
}
