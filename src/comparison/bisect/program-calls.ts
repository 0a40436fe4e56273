import { UserError } from "../../base/errors.js";
import { outputId } from "../../ir/graph/output-id.js";
import type { CallLayer, Program } from "../../ir/graph/program.js";

/** The calls of a program by the trace ids of their tensors. */
export class ProgramCalls {
  /** Trace ids of the tensors that calls make, in execution order. */
  readonly made: readonly string[];
  /** Those that are the model's outputs. */
  readonly outputs: readonly string[];
  private readonly calls = new Map<string, CallLayer>();

  constructor(readonly program: Program) {
    for (const layer of program.layers) {
      if (layer.kind !== "call") continue;
      for (const output of layer.types.keys()) this.calls.set(outputId(layer.id, output), layer);
    }
    this.made = [...this.calls.keys()];
    const ids = program.outputs.map(({ layer, output }) => outputId(program.layers[layer]!.id, output));
    this.outputs = ids.filter((id) => this.calls.has(id));
  }

  /** @throws UserError when no call makes a tensor of that id. */
  of(id: string): CallLayer {
    const call = this.calls.get(id);
    if (call === undefined) throw new UserError(`${id}: is no layer of the model; name one of the trace`);
    return call;
  }

  /** Trace ids of what a call reads, params aside. */
  inputsOf(call: CallLayer): string[] {
    return [
      ...new Set(
        call.inputs.flatMap((operand) => {
          const layer = this.program.layers[operand.layer]!;
          return layer.kind === "param" ? [] : [outputId(layer.id, operand.output)];
        }),
      ),
    ];
  }

  /** Trace ids of what a call makes. */
  outputsOf({ id, types }: CallLayer): string[] {
    return types.map((_, output) => outputId(id, output));
  }

  /** The calls that read a tensor, in execution order. */
  readersOf(id: string): CallLayer[] {
    return this.program.layers.filter(
      (layer): layer is CallLayer => layer.kind === "call" && this.inputsOf(layer).includes(id),
    );
  }

  /** Trace ids, inputs of the model aside, of all that the tensor depends on, in execution order. */
  ancestors(id: string): string[] {
    const found = new Set<string>();
    const visit = (name: string): void => {
      for (const source of this.inputsOf(this.of(name))) {
        if (found.has(source) || !this.calls.has(source)) continue;
        found.add(source);
        visit(source);
      }
    };
    visit(id);
    return this.made.filter((name) => found.has(name));
  }
}
