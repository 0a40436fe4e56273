import { TVM_ARITHMETIC } from "../../../kernels-ref/index.js";
import type { Tensor } from "../../../src/base/tensor/tensor.js";
import type { Suspect } from "../../../src/comparison/bisect/suspect.js";
import { call } from "../../../src/execution/interpreter/run-layer.js";
import type { Trace } from "../../../src/formats/trace/trace.js";
import { outputId } from "../../../src/ir/graph/output-id.js";
import type { CallLayer, Program } from "../../../src/ir/graph/program.js";

/** What a simulated board does to the outputs of a call, given what the call should have made. */
export type Damage = (call: CallLayer, right: readonly Tensor[], inputs: readonly Tensor[]) => readonly Tensor[];

const last = new WeakMap<CallLayer, { readonly inputs: readonly Tensor[]; readonly made: readonly Tensor[] }>();

/** What a call makes of inputs; known already where it got the very same tensors the last time, in whichever run. */
function rightOf(layer: CallLayer, inputs: readonly Tensor[]): readonly Tensor[] {
  const known = last.get(layer);
  if (known?.inputs.every((tensor, i) => tensor === inputs[i])) return known.made;
  const made = call(layer, inputs, TVM_ARITHMETIC);
  last.set(layer, { inputs, made });
  return made;
}

/** A board that is the interpreter, damaged, always in the same way; counts what it is asked for. */
export class SimulatedSuspect implements Suspect {
  readonly name = "simulated";
  captures = 0;
  replays = 0;
  private whole: ReadonlyMap<string, Tensor> | undefined;

  /**
   * @param inRun done in a run of the whole model only
   * @param entry done to the outputs where the application runs the model
   */
  constructor(
    private readonly program: Program,
    private readonly feeds: ReadonlyMap<string, Tensor>,
    private readonly damage: Damage,
    private readonly inRun: Damage = (_, right) => right,
    private readonly entry: (output: Tensor) => Tensor = (output) => output,
  ) {}

  async capture(ids?: readonly string[]): Promise<ReadonlyMap<string, Tensor>> {
    this.captures++;
    return this.runAll(ids);
  }

  async runEntry(): Promise<ReadonlyMap<string, Tensor>> {
    const outputs = this.program.outputs.map(({ layer, output }) => outputId(this.program.layers[layer]!.id, output));
    return new Map([...this.runAll(outputs)].map(([id, tensor]) => [id, this.entry(tensor)]));
  }

  private runAll(ids?: readonly string[]): ReadonlyMap<string, Tensor> {
    // Every run is the same: it is computed once.
    this.whole ??= this.compute();
    const { whole } = this;
    return ids === undefined ? whole : new Map(ids.map((id) => [id, whole.get(id)!]));
  }

  private compute(): Map<string, Tensor> {
    const values: (readonly Tensor[])[] = [];
    const all = new Map<string, Tensor>();
    for (const layer of this.program.layers) {
      if (layer.kind === "input") values.push([this.feeds.get(layer.name)!]);
      else if (layer.kind === "param") values.push([layer.tensor]);
      else {
        const inputs = layer.inputs.map((operand) => values[operand.layer]![operand.output]!);
        const made = this.inRun(layer, this.run(layer, inputs), inputs);
        values.push(made);
        for (const [output, tensor] of made.entries()) all.set(outputId(layer.id, output), tensor);
      }
    }
    return all;
  }

  async runLayer(id: string, inputs: ReadonlyMap<string, Tensor>): Promise<ReadonlyMap<string, Tensor>> {
    this.replays++;
    const layer = this.program.layers.find(
      (found): found is CallLayer =>
        found.kind === "call" && found.types.some((_, output) => outputId(found.id, output) === id),
    )!;
    const operands = layer.inputs.map((operand) => {
      const source = this.program.layers[operand.layer]!;
      return source.kind === "param" ? source.tensor : inputs.get(outputId(source.id, operand.output))!;
    });
    return new Map(this.run(layer, operands).map((tensor, output) => [outputId(layer.id, output), tensor]));
  }

  private run(layer: CallLayer, inputs: readonly Tensor[]): readonly Tensor[] {
    return this.damage(layer, rightOf(layer, inputs), inputs);
  }
}

/** The model's inputs of a trace, by name. */
export function feedsOf({ layers }: Program, trace: Trace): Map<string, Tensor> {
  const tensors = new Map(trace.layers.map(({ id, tensor }) => [id, tensor]));
  return new Map(layers.flatMap(({ kind, name, id }) => (kind === "input" ? [[name, tensors.get(id)!] as const] : [])));
}
