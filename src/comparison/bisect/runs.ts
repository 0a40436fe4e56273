import { UserError } from "../../base/errors.js";
import { sameBytes } from "../../base/same-bytes.js";
import { toBytes } from "../../base/tensor/dtype.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import type { Trace, TraceLayer } from "../../formats/trace/trace.js";
import { outputId } from "../../ir/graph/output-id.js";
import type { Program } from "../../ir/graph/program.js";
import type { DiagnosisInput } from "../diagnose/diagnosis.js";
import { layerInput } from "../diagnose/layer-input.js";
import { compareLayer } from "../diff/compare-layer.js";
import { layerLayouts } from "../diff/layer-layouts.js";
import type { LayerDiff } from "../diff/trace-diff.js";
import type { Place } from "./board-memory.js";
import type { BoardConstant } from "./facts/board-constant.js";
import { lastBits } from "./last-bits.js";
import { ProgramCalls } from "./program-calls.js";
import { CaptureDied, type Suspect } from "./suspect.js";
import { wrongCaptures } from "./wrong-captures.js";

/** A tensor as it arrived, against the reference. */
export interface Arrived {
  readonly diff: LayerDiff;
  readonly tensor: Tensor;
}

/** What runs of a board brought here, beside the reference. */
export class Runs {
  readonly calls: ProgramCalls;
  /** How many whole runs were captured. */
  captures = 0;
  /** The call that did not come back. */
  died: CaptureDied | undefined;
  private readonly expected: ReadonlyMap<string, TraceLayer>;
  private readonly layouts;
  /** Each tensor as it arrived, in the order of the runs. */
  private readonly history = new Map<string, Arrived[]>();
  /** Ids of tensors that arrived wrong, but were right on the board. */
  private transfers: ReadonlySet<string> = new Set();

  constructor(
    readonly program: Program,
    readonly reference: Trace,
    readonly suspect: Suspect,
    /** The tables that the board should hold, as far as they are known. */
    readonly constants: readonly BoardConstant[] = [],
  ) {
    this.calls = new ProgramCalls(program);
    this.expected = new Map(reference.layers.map((layer) => [layer.id, layer]));
    this.layouts = layerLayouts(program);
  }

  /** Runs the model call by call; where a call dies, what came before it is kept and the board started anew. */
  async capture(ids?: readonly string[]): Promise<void> {
    if (ids?.length === 0) return;
    this.captures++;
    const tensors = await this.suspect.capture(ids).catch(async (error: unknown) => {
      if (!(error instanceof CaptureDied)) throw error;
      this.died = error;
      await this.suspect.restart?.();
      return error.tensors;
    });
    for (const [id, tensor] of tensors) {
      const arrived = { diff: this.compare(id, tensor), tensor };
      this.history.set(id, [...(this.history.get(id) ?? []), arrived]);
    }
    this.transfers = this.wrongTransfers();
  }

  get compared(): number {
    return this.history.size;
  }

  has(id: string): boolean {
    return this.history.has(id);
  }

  /** A tensor that was captured: the first time that it was wrong, else the last time. */
  of(id: string): Arrived {
    const all = this.history.get(id)!;
    return all.find(({ diff }) => diff.status !== "equal") ?? all.at(-1)!;
  }

  /** A tensor in each run that captured it, in order. */
  all(id: string): readonly Arrived[] {
    return this.history.get(id) ?? [];
  }

  /** Whether all runs that captured it brought the same bytes. */
  isAlike(id: string): boolean {
    const [first, ...others] = this.all(id);
    return others.every(({ tensor }) => sameTensor(tensor, first!.tensor));
  }

  /** Ids of tensors that arrived wrong so far, in execution order. */
  arrivedWrong(): string[] {
    return this.calls.made.filter((id) => this.has(id) && this.of(id).diff.status !== "equal");
  }

  isTransfer(id: string): boolean {
    return this.transfers.has(id);
  }

  /** Whether a tensor was right on the board; also where it was not looked at. */
  isRight(id: string): boolean {
    return !this.has(id) || this.of(id).diff.status === "equal" || this.isTransfer(id);
  }

  /** Whether a tensor differs from the reference in the last bits of its floats only. */
  isRounding(id: string, tensor: Tensor): boolean {
    return lastBits(this.expectedLayer(id).tensor, tensor) !== undefined;
  }

  /** Ids of what the call that makes a tensor reads, params aside. */
  inputsOf(id: string): string[] {
    return this.calls.inputsOf(this.calls.of(id));
  }

  /** The reference's inputs of the call that makes a tensor. */
  feedsOf(id: string): Map<string, Tensor> {
    return new Map(this.inputsOf(id).map((input) => [input, this.expectedLayer(input).tensor]));
  }

  /** A tensor or a constant, as a sentence names it. */
  nameOf({ id, constant }: Place): string {
    if (!constant) {
      const { index, op } = this.expectedLayer(id);
      return op === "input" ? `input ${id}` : `the output of layer ${index}`;
    }
    const reader = this.constants.find(({ name }) => name === id)?.readers[0];
    return reader === undefined ? id : `the ${reader.kind} of layer ${reader.layer} (${id})`;
  }

  /** What a layer is given and makes in the reference. */
  rightRun(layer: number): DiagnosisInput | undefined {
    const call = this.program.layers[layer];
    if (call?.kind !== "call") return undefined;
    const id = outputId(call.id, 0);
    return layerInput(this.program, this.reference, id, this.expectedLayer(id).tensor);
  }

  compare(id: string, tensor: Tensor): LayerDiff {
    const layer = this.expectedLayer(id);
    return compareLayer(layer, { ...layer, tensor }, this.layouts.get(id));
  }

  expectedLayer(id: string): TraceLayer {
    const layer = this.expected.get(id);
    if (layer === undefined) throw new UserError(`${id}: is not in the reference; run the reference on the same model`);
    return layer;
  }

  private wrongTransfers(): Set<string> {
    const expected = new Map([...this.expected].map(([id, { tensor }]) => [id, tensor]));
    const seen = new Map([...this.history.keys()].map((id) => [id, this.of(id).tensor]));
    return wrongCaptures(this.program, this.calls, { expected, seen, wrong: new Set(this.arrivedWrong()) });
  }
}

/** Whether two tensors are the same bit for bit. */
export const sameTensor = (a: Tensor, b: Tensor): boolean =>
  a.dtype === b.dtype && sameBytes(toBytes(a.data), toBytes(b.data));
