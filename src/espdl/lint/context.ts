import type { DType } from "../../base/tensor/dtype.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import type { CallLayer, Operand } from "../../ir/graph/program.js";
import { callsOf } from "../calls-of.js";
import type { Chip } from "../chip.js";
import type { EspdlProgram } from "../compile.js";
import type { EspdlModel, EspdlNode, EspdlTensor } from "../model.js";
import { nodeName } from "../node-name.js";

/** A node of the file with the calls that it became: none where the model does not compile, several for a Split. */
export interface LintNode {
  readonly name: string;
  readonly op: string;
  readonly file: EspdlNode;
  readonly calls: readonly CallLayer[];
}

/** All that a rule may look at: the file, its program on a chip, and the tensors of one run. */
export class LintContext {
  readonly nodes: readonly LintNode[];
  private readonly initializers: ReadonlyMap<string, EspdlTensor>;
  private readonly stated: ReadonlyMap<string, DType | undefined>;
  private readonly readersByInput = new Map<string, LintNode[]>();

  /**
   * @param program absent when the model does not compile
   * @param values outputs of every layer, by its index; absent when nothing could be run
   */
  constructor(
    readonly model: EspdlModel,
    readonly chip: Chip,
    readonly program: EspdlProgram | undefined,
    private readonly values: ReadonlyMap<number, readonly Tensor[]> | undefined,
    private readonly floats: ReadonlyMap<string, Tensor> = new Map(),
  ) {
    const { graph } = model;
    this.initializers = new Map(graph.initializers.map((tensor) => [tensor.name, tensor]));
    const infos = [...graph.valueInfo, ...graph.inputs, ...graph.outputs];
    this.stated = new Map(infos.map(({ name, dtype }) => [name, dtype]));
    this.nodes = graph.nodes.map((file) => ({
      name: nodeName(file),
      op: file.opType,
      file,
      calls: program === undefined ? [] : callsOf(program, file),
    }));
    for (const node of this.nodes)
      for (const input of new Set(node.file.inputs)) {
        const readers = this.readersByInput.get(input);
        if (readers === undefined) this.readersByInput.set(input, [node]);
        else readers.push(node);
      }
  }

  /** The calls of operators of the IR, with the nodes they come from. */
  calls(...ops: readonly string[]): (readonly [LintNode, CallLayer])[] {
    return this.nodes.flatMap((node) =>
      node.calls.filter(({ op }) => ops.includes(op)).map((call) => [node, call] as const),
    );
  }

  /** The nodes that read a tensor. */
  readers(name: string): readonly LintNode[] {
    return this.readersByInput.get(name) ?? [];
  }

  initializer(name: string): EspdlTensor | undefined {
    return this.initializers.get(name);
  }

  /** The float model's constant of a name; undefined where it has none, or is not given. */
  float(name: string): Tensor | undefined {
    return this.floats.get(name);
  }

  dtype(name: string): DType | undefined {
    return this.initializers.get(name)?.dtype ?? this.type(name)?.dtype ?? this.stated.get(name);
  }

  /** Computed shape; undefined where the model does not compile. */
  shape(name: string): readonly number[] | undefined {
    return this.type(name)?.shape;
  }

  /** The tensor of the run; undefined where there was none. */
  value({ layer, output }: Operand): Tensor | undefined {
    const param = this.program?.layers[layer];
    return param?.kind === "param" ? param.tensor : this.values?.get(layer)?.[output];
  }

  /** The inputs of a call in the run; undefined where there was none. */
  inputs(call: CallLayer): Tensor[] | undefined {
    const inputs = call.inputs.map((operand) => this.value(operand));
    return inputs.every((tensor) => tensor !== undefined) ? inputs : undefined;
  }

  private type(name: string) {
    const operand = this.program?.tensors.get(name);
    return operand && this.program?.layers[operand.layer].types[operand.output];
  }
}

/** An integer attribute of a node; undefined when it is absent or of another type. */
export function integerOf({ file }: LintNode, name: string): number | undefined {
  const attribute = file.attributes.get(name);
  return attribute?.type === "int" ? attribute.value : undefined;
}

/** A list of integers; empty when it is absent or of another type. */
export function integersOf({ file }: LintNode, name: string): readonly number[] {
  const attribute = file.attributes.get(name);
  return attribute?.type === "ints" ? attribute.value : [];
}
