import type { DType } from "../../base/tensor/dtype.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import type { EspdlAttribute } from "../model.js";
import type { Quantization } from "./quantization.js";

/** The width an operator computes in: 8 or 16 bits, or float32. */
export type Width = 8 | 16 | "float";

/** A node that the passes rewrite in place. */
export interface DraftNode {
  name: string;
  opType: string;
  /** "" stands for an omitted optional input. */
  inputs: string[];
  outputs: string[];
  attributes: Map<string, EspdlAttribute>;
  width: Width;
  /** True when inputs and outputs have quantizations of their own; a float node, or an inserted cast, has none. */
  quantized: boolean;
  /** Beside `inputs` and `outputs`; undefined for what stays float32 or is an index. */
  inputQuantization: (Quantization | undefined)[];
  outputQuantization: (Quantization | undefined)[];
}

/**
 * A graph between the float ONNX model and the `.espdl` file: passes change it in place, in the order of
 * `write-espdl.ts`. Shapes are those of the float model (NCHW); `permutations` says how each value is laid out.
 */
export class Draft {
  nodes: DraftNode[] = [];
  readonly constants = new Map<string, Tensor>();
  /** Shape by value name, in the float model's order of axes. */
  readonly shapes = new Map<string, readonly number[]>();
  readonly dtypes = new Map<string, DType>();
  inputs: string[] = [];
  outputs: string[] = [];
  /** Value name → permutation from the float model's axes to the file's. */
  readonly permutations = new Map<string, readonly number[]>();
  /** Names of constants → the layout their bytes are packed in. */
  readonly layouts = new Map<string, string>();
  /** Exponents by name: of an activation as its producer gives them, of a packed constant, of a table. */
  readonly exponents = new Map<string, readonly number[]>();
  /** The grid that each graph input comes on. */
  readonly inputQuantization = new Map<string, Quantization>();
  private made = 0;

  constructor(
    readonly name: string,
    readonly irVersion: number,
  ) {}

  /** A value or node name that nothing has yet; `kind` tells the two apart. */
  freshName(kind: "Operation" | "Variable"): string {
    for (;;) {
      const name = `Espdl_${kind}_${this.made++}`;
      if (!this.shapes.has(name) && !this.constants.has(name) && !this.nodes.some((node) => node.name === name))
        return name;
    }
  }

  isConstant(name: string): boolean {
    return this.constants.has(name);
  }

  shapeOf(name: string): readonly number[] {
    return this.constants.get(name)?.shape ?? this.shapes.get(name) ?? [];
  }

  producer(name: string): DraftNode | undefined {
    return name === "" ? undefined : this.nodes.find(({ outputs }) => outputs.includes(name));
  }

  /** The nodes that read a value, each once. */
  readers(name: string): DraftNode[] {
    return this.nodes.filter(({ inputs }) => inputs.includes(name));
  }

  /** The nodes that read any result of a node, each once. */
  downstream(node: DraftNode): DraftNode[] {
    return this.nodes.filter(({ inputs }) => inputs.some((name) => name !== "" && node.outputs.includes(name)));
  }

  addConstant(tensor: Tensor, name = this.freshName("Variable")): string {
    this.constants.set(name, tensor);
    return name;
  }

  addValue(shape: readonly number[], dtype: DType, name = this.freshName("Variable")): string {
    this.shapes.set(name, shape);
    this.dtypes.set(name, dtype);
    return name;
  }

  insertBefore(at: DraftNode, node: DraftNode): void {
    this.nodes.splice(this.nodes.indexOf(at), 0, node);
  }

  remove(node: DraftNode): void {
    this.nodes.splice(this.nodes.indexOf(node), 1);
  }

  /** Removes a node of one activation in and one out; what read its result reads its input, which takes over an output's name. */
  bypass(node: DraftNode): void {
    const input = node.inputs[0]!;
    const output = node.outputs[0]!;
    this.remove(node);
    if (this.outputs.includes(output) && this.producer(input) !== undefined && !this.outputs.includes(input)) {
      this.rename(input, output);
      return;
    }
    for (const reader of this.nodes) reader.inputs = reader.inputs.map((name) => (name === output ? input : name));
    if (this.outputs.includes(output)) this.outputs = this.outputs.map((name) => (name === output ? input : name));
  }

  /** Removes a node behind `node`, which makes that node's result instead of its own. */
  bypassBackwards(removed: DraftNode, node: DraftNode): void {
    const [output] = removed.outputs as [string];
    this.shapes.delete(node.outputs[0]!);
    this.remove(removed);
    node.outputs = [output];
  }

  /** Everything that makes or reads a value does so under another name, which keeps its shape and layout. */
  rename(from: string, to: string): void {
    for (const node of this.nodes) {
      node.inputs = node.inputs.map((name) => (name === from ? to : name));
      node.outputs = node.outputs.map((name) => (name === from ? to : name));
    }
    for (const map of [this.shapes, this.dtypes, this.permutations, this.exponents] as Map<string, unknown>[]) {
      const value = map.get(from);
      if (value !== undefined) map.set(to, value);
      map.delete(from);
    }
  }

  /** Constants that no node reads any more. */
  dropUnread(): void {
    const read = new Set(this.nodes.flatMap(({ inputs }) => inputs));
    for (const name of this.constants.keys()) if (!read.has(name)) this.constants.delete(name);
  }
}

/** A node as passes insert it: float until a width is given. */
export function draftNode(
  node: Pick<DraftNode, "name" | "opType" | "inputs" | "outputs"> & Partial<DraftNode>,
): DraftNode {
  return {
    attributes: new Map(),
    width: "float",
    quantized: false,
    inputQuantization: node.inputs.map(() => undefined),
    outputQuantization: node.outputs.map(() => undefined),
    ...node,
  };
}

/** An integer attribute, or the default. */
export function intOf(node: DraftNode, name: string, otherwise: number): number {
  const attribute = node.attributes.get(name);
  return attribute?.type === "int" ? attribute.value : otherwise;
}

export function intsOf(node: DraftNode, name: string): readonly number[] | undefined {
  const attribute = node.attributes.get(name);
  return attribute?.type === "ints" ? attribute.value : undefined;
}

export function floatOf(node: DraftNode, name: string, otherwise: number): number {
  const attribute = node.attributes.get(name);
  return attribute?.type === "float" ? attribute.value : otherwise;
}

export function stringOf(node: DraftNode, name: string, otherwise: string): string {
  const attribute = node.attributes.get(name);
  return attribute?.type === "string" ? attribute.value : otherwise;
}
