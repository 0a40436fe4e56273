import type { Tensor } from "../../base/tensor/tensor.js";
import { outputId } from "../../ir/graph/output-id.js";
import type { CallLayer, Program } from "../../ir/graph/program.js";
import type { Suspect } from "./suspect.js";

/** Runs of one layer that a search may spend on measuring it. */
const RUNS_MAX = 64;

/** One call of a board, run alone on inputs of one's own. */
export class LayerAlone {
  /** Runs so far. */
  runs = 0;

  /**
   * @param program the calls that the board makes
   * @param id trace id of one of the tensors that the call makes
   * @param onRun told before each run
   */
  constructor(
    readonly program: Program,
    readonly call: CallLayer,
    readonly id: string,
    private readonly suspect: Suspect,
    private readonly onRun: (done: number, most: number) => void = () => {},
  ) {}

  /** Runs that are left. */
  get left(): number {
    return RUNS_MAX - this.runs;
  }

  /** The tensors that a run takes, params aside: trace ids, each once, in the order of the operands. */
  get reads(): string[] {
    const operands = this.call.inputs.flatMap(({ layer, output }) => {
      const source = this.program.layers[layer]!;
      return source.kind === "param" ? [] : [outputId(source.id, output)];
    });
    return [...new Set(operands)];
  }

  /**
   * @param inputs of every tensor that the call reads, by trace id
   * @param before a byte that the outputs' memory is filled with first, to see what the call does not write
   * @returns the tensor `id` as the board made it
   * @throws UserError when the board fails, or no run is left.
   */
  async run(inputs: ReadonlyMap<string, Tensor>, before?: number): Promise<Tensor> {
    if (this.left <= 0) throw new Error(`${this.id}: all ${RUNS_MAX} runs are spent`);
    this.onRun(this.runs, RUNS_MAX);
    this.runs++;
    return (await this.suspect.runLayer(this.id, inputs, before)).get(this.id)!;
  }
}
