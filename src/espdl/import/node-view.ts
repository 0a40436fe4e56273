import { UserError } from "../../base/errors.js";
import type { DType } from "../../base/tensor/dtype.js";
import { fromBytes } from "../../base/tensor/dtype.js";
import { Tensor } from "../../base/tensor/tensor.js";
import { node as build, constant, graphInput } from "../../ir/graph/build.js";
import type { Attributes, Value } from "../../ir/graph/graph.js";
import { isPlain } from "../layout-name.js";
import type { EspdlAttribute, EspdlNode, EspdlTensor } from "../model.js";
import { nodeName } from "../node-name.js";
import { elementCount } from "../read-tensor.js";
import type { TensorTable } from "./tensor-table.js";

/** Exponents beyond it belong to no integer that a chip could have quantized. */
const MAX_EXPONENT = 64;

/** What is appended to a tensor's name for the memory behind it. */
export const STATE_SUFFIX = "/cache";

const EXPORT_AGAIN = "export the model again";

/** A node of an `.espdl` file while it is imported: its inputs as values, its attributes by type, errors in its name. */
export class NodeView {
  constructor(
    readonly node: EspdlNode,
    private readonly tensors: TensorTable,
    private readonly streams = false,
  ) {}

  /** An input of the model for what this node remembers of earlier runs; undefined where a run stands alone. */
  state(dtype: DType, shape: readonly number[]): Value | undefined {
    const name = `${this.node.outputs[0] ?? ""}${STATE_SUFFIX}`;
    return this.streams ? this.tensors.state(graphInput(name, { dtype, shape })) : undefined;
  }

  /** How messages and traces call the node. */
  get name(): string {
    return nodeName(this.node);
  }

  /** @throws UserError of one line: the node, the rule it breaks, what was found and what to do. */
  fail(rule: string, found: string, next: string): never {
    throw new UserError(`${this.name}: ${this.node.opType}: ${rule}, got ${found} (${next})`);
  }

  has(index: number): boolean {
    return (this.node.inputs[index] ?? "") !== "";
  }

  /** The tensor an input names; a constant in C order of its dims. @throws UserError when nothing has made it yet. */
  value(index: number): Value {
    const name = this.inputName(index);
    const value = this.tensors.value(name);
    if (value !== undefined) return value;
    const initializer = this.tensors.initializer(name);
    if (initializer !== undefined) return this.constant(initializer);
    return this.fail(
      `input ${index} must be made by an earlier node`,
      `the unknown tensor ${JSON.stringify(name)}`,
      EXPORT_AGAIN,
    );
  }

  /** How many spatial axes the data [N, …space, C] has: 1 or 2. @throws UserError for another rank. */
  spatialRank(): number {
    const { shape } = this.value(0).type;
    if (shape.length === 3 || shape.length === 4) return shape.length - 2;
    return this.fail("the data must have 3 or 4 dimensions", `[${shape.join(", ")}]`, EXPORT_AGAIN);
  }

  optional(index: number): Value | undefined {
    return this.has(index) ? this.value(index) : undefined;
  }

  /** The initializer an input names. @throws UserError when it is computed. */
  initializer(index: number): EspdlTensor {
    const name = this.inputName(index);
    return (
      this.tensors.initializer(name) ??
      this.fail(`input ${index} must be a constant`, this.tensors.describe(name), "export it as an initializer")
    );
  }

  isConstant(index: number): boolean {
    return this.tensors.initializer(this.inputName(index)) !== undefined;
  }

  /**
   * An initializer as a value; `tensor` when its bytes are not in C order or its shape is another.
   * @throws UserError when its bytes have a layout and no `tensor` says what that means.
   */
  constant(initializer: EspdlTensor, tensor?: Tensor): Value {
    const { name, dtype, dims, bytes, layout } = initializer;
    if (tensor === undefined && !isPlain(layout))
      this.fail(`constant ${JSON.stringify(name)} must be in C order here`, `the layout ${layout}`, EXPORT_AGAIN);
    return this.tensors.remember(name, () => constant(tensor ?? new Tensor(dtype, dims, fromBytes(dtype, bytes))));
  }

  /** The elements of a constant input as numbers; undefined when the input is left out. */
  constantNumbers(index: number): number[] | undefined {
    if (!this.has(index)) return undefined;
    const { dtype, bytes } = this.initializer(index);
    return Array.from(fromBytes(dtype, bytes) as ArrayLike<number | bigint>, Number);
  }

  /** The table that attribute `lut` names. */
  table(): EspdlTensor | undefined {
    const name = this.text("lut", "");
    if (name === "") return undefined;
    return (
      this.tensors.initializer(name) ??
      this.fail("attribute lut must name an initializer", JSON.stringify(name), EXPORT_AGAIN)
    );
  }

  /** Exponents of an input: one, or one a channel. @throws UserError when the file gives none. */
  exponents(index: number): readonly number[] {
    return this.exponentsOf(this.inputName(index));
  }

  /** The one exponent of an input; 0 for float32. */
  exponent(index: number): number {
    return this.single(this.inputName(index));
  }

  outputExponent(index = 0): number {
    return this.single(this.node.outputs[index] ?? "");
  }

  /** @throws UserError when the file does not say. */
  outputDtype(index = 0): DType {
    const name = this.node.outputs[index] ?? "";
    return this.tensors.dtype(name) ?? this.fail(`output ${name} must have an element type`, "none", EXPORT_AGAIN);
  }

  /** Exponents of the data and the output, as most operators take them. */
  unaryExponents(): { input_exponent: number; output_exponent: number } {
    return { input_exponent: this.exponent(0), output_exponent: this.outputExponent() };
  }

  int(name: string, fallback?: number): number {
    return this.attribute(name, "int", fallback);
  }

  float(name: string, fallback?: number): number {
    return this.attribute(name, "float", fallback);
  }

  text(name: string, fallback?: string): string {
    return this.attribute(name, "string", fallback);
  }

  ints(name: string, fallback?: readonly number[]): readonly number[] {
    return this.attribute(name, "ints", fallback);
  }

  /** The results of an operator of the IR on these values. @throws UserError when its type rule does not hold. */
  call(op: string, inputs: readonly Value[], attributes: Attributes = {}): readonly Value[] {
    const exponents = this.tensors.exponents(this.node.outputs[0] ?? "");
    const exponent = exponents.length === 1 ? exponents[0] : exponents;
    const hasExponent = exponents.length > 0 && this.tensors.dtype(this.node.outputs[0] ?? "")?.startsWith("int");
    const made = build(op, inputs, attributes, { onnx: [this.name], ...(hasExponent ? { exponent } : {}) }).results;
    for (const { type } of made) elementCount(type.shape, this.name);
    return made;
  }

  private inputName(index: number): string {
    const name = this.node.inputs[index] ?? "";
    return name === "" ? this.fail(`input ${index} is needed`, "none", EXPORT_AGAIN) : name;
  }

  private exponentsOf(name: string): readonly number[] {
    const exponents = this.tensors.exponents(name);
    const tensor = `tensor ${JSON.stringify(name)}`;
    if (exponents.length === 0) this.fail(`${tensor} must have an exponent`, "none", "quantize the model again");
    const wild = exponents.find((exponent) => Math.abs(exponent) > MAX_EXPONENT);
    if (wild !== undefined)
      this.fail(`the exponent of ${tensor} must lie in ±${MAX_EXPONENT}`, `${wild}`, "quantize the model again");
    return exponents;
  }

  private single(name: string): number {
    const dtype = this.tensors.dtype(name);
    if (dtype === "float32" || dtype === "bool") return 0;
    const exponents = this.exponentsOf(name);
    if (exponents.length !== 1) {
      this.fail(
        `tensor ${JSON.stringify(name)} must have one exponent`,
        `${exponents.length}`,
        "only kernels of Conv and Gemm may have one a channel",
      );
    }
    return exponents[0];
  }

  private attribute<T extends EspdlAttribute["type"]>(name: string, type: T, fallback?: ValueOf<T>): ValueOf<T> {
    const found = this.node.attributes.get(name);
    if (found === undefined) {
      return fallback ?? this.fail(`attribute ${name} is needed`, "none", EXPORT_AGAIN);
    }
    if (found.type === type) return found.value as ValueOf<T>;
    return this.fail(`attribute ${name} must be of type ${type}`, found.type, EXPORT_AGAIN);
  }
}

type ValueOf<T extends EspdlAttribute["type"]> = Extract<EspdlAttribute, { readonly type: T }>["value"];

/** Makes the values of a node's outputs, in their order. */
export type Importer = (view: NodeView) => readonly Value[];

export type ImporterTable = Readonly<Record<string, Importer>>;
