import type { DType } from "../../base/tensor/dtype.js";
import type { InputValue, Value } from "../../ir/graph/graph.js";
import type { EspdlGraph, EspdlTensor, EspdlValueInfo } from "../model.js";

/** Every tensor of a graph by name: what the file says of it, and its value in the IR once that is known. */
export class TensorTable {
  private readonly infos: ReadonlyMap<string, EspdlValueInfo>;
  private readonly initializers: ReadonlyMap<string, EspdlTensor>;
  private readonly values = new Map<string, Value>();
  private readonly memory: InputValue[] = [];

  constructor(graph: EspdlGraph) {
    const infos = [...graph.valueInfo, ...graph.inputs, ...graph.outputs];
    this.infos = new Map(infos.map((info) => [info.name, info]));
    this.initializers = new Map(graph.initializers.map((tensor) => [tensor.name, tensor]));
  }

  /** Undefined for a tensor that nothing computed yet. */
  value(name: string): Value | undefined {
    return this.values.get(name);
  }

  set(name: string, value: Value): void {
    this.values.set(name, value);
  }

  /** Adds an input that the file does not list. */
  state(input: InputValue): InputValue {
    this.memory.push(input);
    return input;
  }

  states(): readonly InputValue[] {
    return this.memory;
  }

  /** The value of a name, made by `make` the first time. */
  remember(name: string, make: () => Value): Value {
    const value = this.values.get(name) ?? make();
    this.values.set(name, value);
    return value;
  }

  initializer(name: string): EspdlTensor | undefined {
    return this.initializers.get(name);
  }

  /** Exponents are the initializer's own, or those the file states for the activation; none when it says nothing. */
  exponents(name: string): readonly number[] {
    return this.initializers.get(name)?.exponents ?? this.infos.get(name)?.exponents ?? [];
  }

  dtype(name: string): DType | undefined {
    return this.initializers.get(name)?.dtype ?? this.values.get(name)?.type.dtype ?? this.infos.get(name)?.dtype;
  }

  /** What a name stands for, for messages. */
  describe(name: string): string {
    if (this.initializers.has(name)) return "a constant";
    return this.values.has(name) ? "a computed tensor" : `the unknown tensor ${JSON.stringify(name)}`;
  }

  names(): ReadonlyMap<Value, string> {
    return new Map(Array.from(this.values, ([name, value]) => [value, name]));
  }
}
