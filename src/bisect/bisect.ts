import { diagnose } from "../diagnose/diagnose.js";
import type { Diagnosis } from "../diagnose/diagnosis.js";
import { layerInput } from "../diagnose/layer-input.js";
import { compareLayer } from "../diff/compare-layer.js";
import { layerLayouts } from "../diff/layer-layouts.js";
import type { LayerDiff } from "../diff/trace-diff.js";
import { UserError } from "../errors.js";
import type { Program } from "../graph/program.js";
import type { Tensor } from "../tensor/tensor.js";
import type { Trace, TraceLayer } from "../trace/trace.js";
import { type BadLayer, BISECTION_FORMAT, BISECTION_VERSION, type Bisection, type Origin } from "./bisection.js";
import { halve } from "./halving.js";
import { ProgramCalls } from "./program-calls.js";
import type { Suspect } from "./suspect.js";

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
  private captures = 0;
  private replays = 0;

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
    const bad = this.badIds();
    const layers: BadLayer[] = [];
    for (const [done, id] of bad.entries()) {
      onReplay?.(done, bad.length);
      layers.push(await this.replay(id));
    }
    return this.result(layers, true);
  }

  async halving(): Promise<Bisection> {
    await this.capture(this.calls.outputs);
    const [output] = this.badIds();
    if (output === undefined) return this.result([], false);
    const isWrong = async (id: string): Promise<boolean> => {
      if (!this.found.has(id)) await this.capture([id]);
      return this.found.get(id)!.diff.status !== "equal";
    };
    let culprit = await halve(this.calls, output, isWrong);
    let bad = await this.replay(culprit);
    // Right by itself: an input is wrong after all, whose error was hidden from the tensors looked at.
    while (bad.origin !== "own" && bad.origin !== "unknown") {
      const inputs = this.calls.inputsOf(this.calls.of(culprit)).filter((id) => this.calls.made.includes(id));
      await this.capture(inputs);
      const wrong = inputs.find((id) => this.found.get(id)!.diff.status !== "equal");
      if (wrong === undefined) break;
      const right = this.calls.made.filter((id) => this.found.get(id)?.diff.status === "equal");
      culprit = await halve(this.calls, wrong, isWrong, new Set(right));
      bad = await this.replay(culprit);
    }
    const others = this.badIds().filter((id) => id !== culprit);
    const inherited = others.map((id): BadLayer => ({ diff: this.found.get(id)!.diff, origin: "unknown" }));
    const layers = [bad, ...inherited].sort((a, b) => a.diff.index - b.diff.index);
    return this.result(layers, false);
  }

  private async capture(ids?: readonly string[]): Promise<void> {
    if (ids?.length === 0) return;
    this.captures++;
    for (const [id, tensor] of await this.suspect.capture(ids)) {
      this.found.set(id, { diff: this.compare(id, tensor), tensor });
    }
  }

  /** Ids found wrong so far, in execution order. */
  private badIds(): string[] {
    return this.calls.made.filter((id) => (this.found.get(id)?.diff.status ?? "equal") !== "equal");
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
    const rightInputs = inputs.every((input) => (this.found.get(input)?.diff.status ?? "equal") === "equal");
    const origin: Origin = alone.status !== "equal" ? "own" : rightInputs ? "run" : "inherited";
    if (origin === "inherited") return { diff, origin, alone };
    const diagnosis = this.diagnose(id, rightInputs ? tensor : made);
    return { diff, origin, alone, ...(diagnosis ? { diagnosis } : {}) };
  }

  private diagnose(id: string, made: Tensor): Diagnosis | undefined {
    const { tensor } = this.expectedLayer(id);
    if (made.dtype !== tensor.dtype || made.shape.join() !== tensor.shape.join()) return undefined;
    return diagnose(layerInput(this.program, this.reference, id, made));
  }

  private result(layers: readonly BadLayer[], exhaustive: boolean): Bisection {
    return {
      format: BISECTION_FORMAT,
      version: BISECTION_VERSION,
      reference: this.reference.runner,
      suspect: this.suspect.name,
      verdict: this.found.size === 0 ? "unknown" : layers.length > 0 ? "differs" : "equal",
      ...(layers.length > 0 ? { first: layers[0]!.diff.id } : {}),
      layers,
      compared: this.found.size,
      captures: this.captures,
      replays: this.replays,
      exhaustive,
    };
  }
}
