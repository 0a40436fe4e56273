import { type Arithmetic, TVM_ARITHMETIC, TVM_X86_ARITHMETIC } from "../../../kernels-ref/index.js";
import { UserError } from "../../base/errors.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import type { OnnxModel } from "../../formats/onnx/model.js";
import type { RunTrace } from "../../formats/trace/run-trace.js";
import type { Program } from "../../ir/graph/program.js";
import { compileForDebug } from "../../ir/passes/compile.js";
import { checkFeed, inputLayers } from "./feeds.js";
import { interpret } from "./interpret.js";

export interface GraphModuleDebugOptions {
  /** Reproduce the original's debug run, its bugs included. Default: false. */
  readonly compat?: boolean;
  /** Float operators between equal scales as int8 ones, where the bits stay the same. Default: unless `compat`. */
  readonly islands?: boolean;
  /** Default: the board's; with `compat`, that of the original's run on x86-64. */
  readonly arithmetic?: Arithmetic;
}

/** TVM's debug executor, on the reference kernels: set the inputs, run, look at any layer by name or index. */
export class GraphModuleDebug {
  private readonly feeds = new Map<string, Tensor>();
  private result: RunTrace | undefined;

  private constructor(
    readonly program: Program,
    private readonly arithmetic: Arithmetic,
    private readonly model: string,
    /** What compiling the model had to say, one line each; empty for a program compiled before. */
    readonly warnings: readonly string[],
  ) {}

  /**
   * A module for a quantized ONNX model, or for a program compiled before.
   * @throws UserError for a model that cannot be compiled.
   */
  static create(source: OnnxModel | Program, options: GraphModuleDebugOptions = {}): GraphModuleDebug {
    const { compat = false, islands = !compat, arithmetic = compat ? TVM_X86_ARITHMETIC : TVM_ARITHMETIC } = options;
    if ("layers" in source) return new GraphModuleDebug(source, arithmetic, "", []);
    const { program, warnings } = compileForDebug(source, { compat, islands });
    return new GraphModuleDebug(program, arithmetic, source.graph.name, warnings);
  }

  /**
   * Sets one input by name, or several from a record or map. What a later `run` reads is the tensor itself, not a copy.
   * @throws UserError for an unknown name or another dtype or shape than the input's.
   */
  setInput(name: string, tensor: Tensor): void;
  setInput(tensors: Readonly<Record<string, Tensor>> | ReadonlyMap<string, Tensor>): void;
  setInput(first: string | Readonly<Record<string, Tensor>> | ReadonlyMap<string, Tensor>, tensor?: Tensor): void {
    const given = typeof first === "string" ? [[first, tensor] as const] : entries(first);
    for (const [name, value] of given) this.feed(name, value);
  }

  private feed(name: string, tensor: Tensor | undefined): void {
    const inputs = inputLayers(this.program);
    const layer = inputs.find((input) => input.name === name);
    const known = inputs.map((input) => input.name).join(", ");
    if (!layer) throw new UserError(`input ${name}: the model has no such input; its inputs are ${known}`);
    if (!tensor) throw new UserError(`input ${name}: got no tensor; call setInput("${name}", tensor)`);
    checkFeed(layer, tensor);
    this.feeds.set(name, tensor);
    this.result = undefined;
  }

  /** Runs every layer and keeps every tensor. @throws UserError when an input is not set. */
  run(): RunTrace {
    this.result = interpret(this.program, this.feeds, { arithmetic: this.arithmetic, model: this.model });
    return this.result;
  }

  getNumInputs(): number {
    return inputLayers(this.program).length;
  }

  getNumOutputs(): number {
    return this.program.outputs.length;
  }

  /** The `index`-th output of the model after `run`. @throws UserError before a run or for an index out of range. */
  getOutput(index: number): Tensor {
    const output = this.ran().outputs[index];
    if (!output) {
      throw new UserError(
        `output ${index}: the model has ${this.getNumOutputs()}; name one from 0 to ${this.getNumOutputs() - 1}`,
      );
    }
    return output.tensor;
  }

  /**
   * The tensor of any layer after `run`: by its index in the program, its unique id, or its name where that is unique.
   * @throws UserError for a name that repeats (tells the ids) or that does not exist (tells near ones).
   */
  debugGetOutput(layer: string | number): Tensor {
    return this.ran().get(layer).tensor;
  }

  private ran(): RunTrace {
    if (!this.result) throw new UserError("the module has not run since its inputs were set; call run() first");
    return this.result;
  }
}

function entries(tensors: Readonly<Record<string, Tensor>> | ReadonlyMap<string, Tensor>): Iterable<[string, Tensor]> {
  return tensors instanceof Map ? tensors.entries() : Object.entries(tensors);
}
