import { UserError } from "../../base/errors.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import type { Trace, TraceLayer } from "../../formats/trace/trace.js";
import type { Program } from "../../ir/graph/program.js";
import { diagnose, diagnoseTransfer } from "../diagnose/diagnose.js";
import type { Diagnosis, DiagnosisInput } from "../diagnose/diagnosis.js";
import { layerInput } from "../diagnose/layer-input.js";
import { compareLayer } from "../diff/compare-layer.js";
import { layerLayouts } from "../diff/layer-layouts.js";
import type { LayerDiff } from "../diff/trace-diff.js";
import { type BadLayer, BISECTION_FORMAT, BISECTION_VERSION, type Bisection, type Origin } from "./bisection.js";
import { explain } from "./explain.js";
import { halve } from "./halving.js";
import { LayerAlone } from "./layer-alone.js";
import { ProgramCalls } from "./program-calls.js";
import type { Suspect } from "./suspect.js";
import { wrongCaptures } from "./wrong-captures.js";

export interface BisectOptions {
  /**
   * `one`: every tensor of one run, which finds all that is wrong. `halving`: one tensor a run, ⌈log2 N⌉ runs, for a board
   * without the RAM or a line without the speed; finds one layer that is wrong by itself. Default: `one`.
   */
  readonly captures?: "one" | "halving";
  /** Told before each layer that is run alone. */
  readonly onReplay?: (done: number, total: number) => void;
}

/**
 * Finds the layers of a board that are wrong by themselves, tells them from those that only inherit an error, and searches
 * the cause.
 * @param program the calls that the board makes
 * @param reference a run of the reference on the inputs that the board gets; holds every tensor of `program`
 * @throws UserError when the reference lacks a tensor or the board fails.
 */
export async function bisect(
  program: Program,
  reference: Trace,
  suspect: Suspect,
  { captures = "one", onReplay }: BisectOptions = {},
): Promise<Bisection> {
  const search = new BoardSearch(program, reference, suspect);
  return captures === "one" ? search.everything(onReplay) : search.halving();
}

class BoardSearch {
  private readonly calls: ProgramCalls;
  private readonly expected: ReadonlyMap<string, TraceLayer>;
  private readonly layouts;
  private readonly found = new Map<string, { diff: LayerDiff; tensor: Tensor }>();
  /** Ids of tensors that arrived wrong, but were right on the board. */
  private transfers: ReadonlySet<string> = new Set();
  private captures = 0;
  private replays = 0;
  private entry: Bisection["entry"];
  private entryError: Bisection["entryError"];

  constructor(
    private readonly program: Program,
    private readonly reference: Trace,
    private readonly suspect: Suspect,
  ) {
    this.calls = new ProgramCalls(program);
    this.expected = new Map(reference.layers.map((layer) => [layer.id, layer]));
    this.layouts = layerLayouts(program);
  }

  async everything(onReplay: BisectOptions["onReplay"]): Promise<Bisection> {
    await this.capture();
    this.transfers = this.wrongCaptures();
    const bad = this.arrivedWrong();
    const layers: BadLayer[] = [];
    for (const [done, id] of bad.entries()) {
      onReplay?.(done, bad.length);
      layers.push(this.transfers.has(id) ? this.wrongTransfer(id) : await this.replay(id));
    }
    return this.result([...layers, ...(await this.wrongEntry())], true);
  }

  async halving(): Promise<Bisection> {
    await this.capture(this.calls.outputs);
    const [output] = this.arrivedWrong();
    if (output === undefined) return this.result(await this.wrongEntry(), false);
    let bad = await this.search(output);
    // Right by itself: an input is wrong after all, whose error was hidden from the tensors looked at.
    while (bad.origin === "run" || bad.origin === "inherited") {
      const inputs = this.calls.inputsOf(this.calls.of(bad.diff.id)).filter((id) => this.calls.made.includes(id));
      await this.capture(inputs);
      const wrong = inputs.find((id) => !this.isRight(id));
      if (wrong === undefined) break;
      bad = await this.search(wrong);
    }
    const others = this.arrivedWrong().filter((id) => id !== bad.diff.id);
    const layers = others.map((id) =>
      this.transfers.has(id) ? this.wrongTransfer(id) : { diff: this.found.get(id)!.diff, origin: "unknown" as const },
    );
    return this.result([bad, ...layers, ...(await this.wrongEntry())], false);
  }

  /** Halves the way from the model's inputs to a wrong tensor, and runs what is found alone. */
  private async search(wrong: string): Promise<BadLayer> {
    const isWrong = async (id: string): Promise<boolean> => {
      if (!this.found.has(id)) await this.capture([id]);
      return !this.isRight(id);
    };
    for (;;) {
      const right = this.calls.made.filter((id) => this.found.has(id) && this.isRight(id));
      const culprit = await halve(this.calls, wrong, isWrong, new Set(right));
      const bad = await this.replay(culprit);
      if (bad.origin === "inherited" || bad.origin === "unknown" || culprit === wrong) return bad;
      const readers = this.calls.readersOf(culprit).flatMap((reader) => this.calls.outputsOf(reader));
      await this.capture(readers.filter((id) => !this.found.has(id)));
      this.transfers = this.wrongCaptures();
      if (!this.transfers.has(culprit)) return bad;
    }
  }

  private wrongCaptures(): Set<string> {
    const tensors = <T extends { tensor: Tensor }>(layers: ReadonlyMap<string, T>) =>
      new Map([...layers].map(([id, { tensor }]) => [id, tensor]));
    const wrong = new Set(this.arrivedWrong());
    return wrongCaptures(this.program, this.calls, {
      expected: tensors(this.expected),
      seen: tensors(this.found),
      wrong,
    });
  }

  private async capture(ids?: readonly string[]): Promise<void> {
    if (ids?.length === 0) return;
    this.captures++;
    for (const [id, tensor] of await this.suspect.capture(ids)) {
      this.found.set(id, { diff: this.compare(id, tensor), tensor });
    }
  }

  /** Ids of tensors that arrived wrong so far, in execution order. */
  private arrivedWrong(): string[] {
    return this.calls.made.filter((id) => (this.found.get(id)?.diff.status ?? "equal") !== "equal");
  }

  /** Whether a tensor was right on the board; also where it was not looked at. */
  private isRight(id: string): boolean {
    return (this.found.get(id)?.diff.status ?? "equal") === "equal" || this.transfers.has(id);
  }

  private compare(id: string, tensor: Tensor): LayerDiff {
    const layer = this.expectedLayer(id);
    return compareLayer(layer, { ...layer, tensor }, this.layouts.get(id));
  }

  private expectedLayer(id: string): TraceLayer {
    const layer = this.expected.get(id);
    if (layer === undefined) throw new UserError(`${id}: is not in the reference; run the reference on the same model`);
    return layer;
  }

  /** Runs one wrong layer alone on the reference's inputs, and diagnoses it if the error is its own. */
  private async replay(id: string): Promise<BadLayer> {
    const { diff, tensor } = this.found.get(id)!;
    const inputs = this.calls.inputsOf(this.calls.of(id));
    const feeds = new Map(inputs.map((input) => [input, this.expectedLayer(input).tensor]));
    this.replays++;
    const made = (await this.suspect.runLayer(id, feeds)).get(id);
    if (made === undefined) return { diff, origin: "unknown" };
    const alone = this.compare(id, made);
    const rightInputs = inputs.every((input) => this.isRight(input));
    const origin: Origin = alone.status !== "equal" ? "own" : rightInputs ? "run" : "inherited";
    if (origin === "inherited") return { diff, origin, alone };
    const alike = rightInputs ? tensor : made;
    const diagnosis = origin === "own" ? await this.explain(id, alike) : this.diagnose(id, alike);
    return { diff, origin, alone, ...(diagnosis ? { diagnosis } : {}) };
  }

  /** Outputs that only the application's entry point makes wrong. */
  private async wrongEntry(): Promise<BadLayer[]> {
    const outputs = await this.suspect.runEntry().catch((error: unknown) => {
      if (!(error instanceof UserError)) throw error;
      this.entryError = error.message;
    });
    if (outputs === undefined) return [];
    const wrong = [...outputs]
      .map(([id, tensor]) => ({ id, diff: this.compare(id, tensor) }))
      .filter(({ diff }) => diff.status !== "equal");
    const calls = this.calls.outputs.every((id) => this.isRight(id)) ? "equal" : "calls differ";
    this.entry = wrong.length > 0 ? "differs" : calls;
    const arrivedWrong = new Set(this.arrivedWrong());
    return wrong.flatMap(({ id, diff }) => (arrivedWrong.has(id) ? [] : [{ diff, origin: "entry" as const }]));
  }

  private wrongTransfer(id: string): BadLayer {
    const { diff, tensor } = this.found.get(id)!;
    return { diff, origin: "transfer", diagnosis: diagnoseTransfer(this.diagnosisInput(id, tensor)) };
  }

  private async explain(id: string, made: Tensor): Promise<Diagnosis | undefined> {
    if (!this.fits(id, made)) return undefined;
    return explain(new LayerAlone(this.program, this.calls.of(id), id, this.suspect), this.diagnosisInput(id, made));
  }

  private diagnose(id: string, made: Tensor): Diagnosis | undefined {
    return this.fits(id, made) ? diagnose(this.diagnosisInput(id, made)) : undefined;
  }

  private fits(id: string, { dtype, shape }: Tensor): boolean {
    const { tensor } = this.expectedLayer(id);
    return dtype === tensor.dtype && shape.join() === tensor.shape.join();
  }

  private diagnosisInput(id: string, made: Tensor): DiagnosisInput {
    return layerInput(this.program, this.reference, id, made);
  }

  private result(found: readonly BadLayer[], exhaustive: boolean): Bisection {
    const layers = found.toSorted((a, b) => a.diff.index - b.diff.index);
    return {
      format: BISECTION_FORMAT,
      version: BISECTION_VERSION,
      reference: this.reference.runner,
      suspect: this.suspect.name,
      verdict: layers.length > 0 ? "differs" : this.found.size === 0 || this.entryError ? "unknown" : "equal",
      ...(layers.length > 0 ? { first: layers[0]!.diff.id } : {}),
      layers,
      ...(this.entry === undefined ? {} : { entry: this.entry }),
      ...(this.entryError === undefined ? {} : { entryError: this.entryError }),
      compared: this.found.size,
      captures: this.captures,
      replays: this.replays,
      exhaustive,
    };
  }
}
