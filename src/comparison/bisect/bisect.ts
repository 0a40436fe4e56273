import { UserError } from "../../base/errors.js";
import type { Trace } from "../../formats/trace/trace.js";
import type { Program } from "../../ir/graph/program.js";
import { type BadLayer, BISECTION_FORMAT, BISECTION_VERSION, type Bisection } from "./bisection.js";
import { deathOf } from "./death.js";
import { entryFault } from "./entry/entry-fault.js";
import type { BoardConstant } from "./facts/board-constant.js";
import { changedConstants } from "./facts/changed-constants.js";
import type { Fact } from "./facts/fact.js";
import { overlaps, type Planned } from "./facts/overlaps.js";
import { halve } from "./halving.js";
import { Judge } from "./judge.js";
import { Runs } from "./runs.js";
import type { Suspect } from "./suspect.js";

export interface BisectOptions {
  /**
   * `one`: every tensor of one run, which finds all that is wrong. `halving`: one tensor a run, ⌈log2 N⌉ runs, for a board
   * without the RAM or a line without the speed; finds one layer that is wrong by itself. Default: `one`.
   */
  readonly captures?: "one" | "halving";
  /** Whole runs captured and held against each other. Default: 1, and another where something is wrong in the run only. */
  readonly repeat?: number;
  /** The tables that the board should hold. Default: they are not looked at. */
  readonly constants?: readonly BoardConstant[];
  /** Where tensors should lie, that share no bytes. Default: it is not looked at. */
  readonly planned?: readonly Planned[];
  /** What is known of the board's calls already: nothing more is looked for where it holds. */
  readonly facts?: readonly Fact[];
  /** Told before each layer that is run alone. */
  readonly onReplay?: (done: number, total: number) => void;
  /** Told before each run of a layer on inputs made for it, and how many there may be. */
  readonly onProbe?: (done: number, most: number) => void;
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
  {
    captures = "one",
    repeat = 1,
    constants = [],
    planned = [],
    facts: given = [],
    onReplay,
    onProbe,
  }: BisectOptions = {},
): Promise<Bisection> {
  const runs = new Runs(program, reference, suspect, constants);
  const { memory } = suspect;
  const measured = memory ? [...(await changedConstants(runs, memory)), ...overlaps(runs, memory, planned)] : [];
  const search = new BoardSearch(runs, [...given, ...measured], onProbe);
  return captures === "one" ? search.everything(repeat, onReplay) : search.halving();
}

/** Runs captured more where the entry point is wrong and nothing in it is seen to be. */
const LATER = 4;
/** What memory holds before the entry point runs. */
const FILL = 0xa5;

class BoardSearch {
  private readonly judge: Judge;
  private entry: { entry?: Bisection["entry"]; entryError?: string; entryFault?: string } = {};

  constructor(
    private readonly runs: Runs,
    private readonly facts: readonly Fact[],
    onProbe: BisectOptions["onProbe"],
  ) {
    const lines = facts.flatMap(({ layers, text }) => layers.map((layer) => [layer, text] as const));
    this.judge = new Judge(runs, new Map(lines), onProbe);
  }

  async everything(repeat: number, onReplay: BisectOptions["onReplay"]): Promise<Bisection> {
    const { runs } = this;
    for (let run = 0; run < repeat && !runs.died; run++) await runs.capture();
    const layers = await this.judgeAll(onReplay);
    if (runs.died) return this.result(layers, true);
    const entry = await this.wrongEntry();
    const isRight = entry.length === 0 && this.entry.entryError === undefined;
    if (isRight || runs.captures > repeat) return this.result([...layers, ...entry], true);
    if (this.entry.entryError !== undefined && !(await this.restart())) return this.result(layers, true);
    // Right call by call, wrong as one: or only the next time?
    const later = async (captures: number): Promise<boolean> => {
      for (let more = 0; more < captures && !runs.died; more++) {
        await runs.capture();
        if (runs.arrivedWrong().length > layers.length) return true;
      }
      return runs.died !== undefined;
    };
    const isLater = this.entry.entryError === undefined && (await later(1));
    const fault = isLater ? undefined : await entryFault(runs);
    if (isLater || (fault?.isSeen !== true && (await later(LATER)))) {
      const { entry: outputs } = this.entry;
      this.entry = outputs === undefined ? {} : { entry: outputs };
      return this.result(await this.judgeAll(onReplay), true);
    }
    return this.result([...layers, ...this.withFault(entry, fault?.text)], true);
  }

  async halving(): Promise<Bisection> {
    const { runs } = this;
    await runs.capture(runs.calls.outputs);
    const [output] = runs.arrivedWrong();
    if (output === undefined) return this.result(runs.died ? [] : await this.wrongEntry(), false);
    let bad = await this.search(output);
    // Right by itself: an input is wrong after all, whose error was hidden from the tensors looked at.
    while (bad.origin === "run" || bad.origin === "inherited") {
      const inputs = runs.inputsOf(bad.diff.id).filter((id) => runs.calls.made.includes(id));
      await runs.capture(inputs);
      const wrong = inputs.find((id) => !runs.isRight(id));
      if (wrong === undefined) break;
      bad = await this.search(wrong);
    }
    const layers: BadLayer[] = [];
    for (const id of runs.arrivedWrong()) {
      if (id === bad.diff.id) continue;
      layers.push(runs.isTransfer(id) ? await this.judge.judge(id) : { diff: runs.of(id).diff, origin: "unknown" });
    }
    return this.result([bad, ...layers, ...(await this.wrongEntry())], false);
  }

  private async judgeAll(onReplay: BisectOptions["onReplay"]): Promise<BadLayer[]> {
    const layers = new Map<string, BadLayer>();
    // A layer that is looked at closer is run again, which may show others.
    for (;;) {
      const left = this.runs.arrivedWrong().filter((id) => !layers.has(id));
      const [id] = left;
      if (id === undefined) return [...layers.values()];
      onReplay?.(layers.size, layers.size + left.length);
      layers.set(id, await this.judge.judge(id));
    }
  }

  /** Halves the way from the model's inputs to a wrong tensor, and runs what is found alone. */
  private async search(wrong: string): Promise<BadLayer> {
    const { runs } = this;
    const isWrong = async (id: string): Promise<boolean> => {
      if (!runs.has(id)) await runs.capture([id]);
      return !runs.isRight(id);
    };
    for (;;) {
      const right = runs.calls.made.filter((id) => runs.has(id) && runs.isRight(id));
      const culprit = await halve(runs.calls, wrong, isWrong, new Set(right));
      const bad = await this.judge.judge(culprit);
      if (bad.origin === "inherited" || bad.origin === "unknown" || culprit === wrong) return bad;
      const readers = runs.calls.readersOf(culprit).flatMap((reader) => runs.calls.outputsOf(reader));
      await runs.capture(readers.filter((id) => !runs.has(id)));
      if (!runs.isTransfer(culprit)) return bad;
    }
  }

  /** Outputs that only the application's entry point makes wrong. */
  private async wrongEntry(): Promise<BadLayer[]> {
    const { runs } = this;
    let wrong: { readonly id: string; readonly diff: BadLayer["diff"] }[] = [];
    // What lies there from the calls before would pass for a result. The second run shows what only the first does rightly.
    for (const before of [FILL, undefined]) {
      const outputs = await runs.suspect.runEntry(before).catch((error: unknown) => {
        if (!(error instanceof UserError)) throw error;
        this.entry.entryError = error.message;
      });
      if (outputs === undefined) return [];
      wrong = [...outputs]
        .map(([id, tensor]) => ({ id, tensor, diff: runs.compare(id, tensor) }))
        .filter(({ id, tensor, diff }) => diff.status !== "equal" && !runs.isRounding(id, tensor));
      if (wrong.length > 0 || runs.arrivedWrong().length > 0) break;
    }
    const calls = runs.calls.outputs.every((id) => runs.isRight(id) || runs.isRounding(id, runs.of(id).tensor))
      ? "equal"
      : "calls differ";
    this.entry.entry = wrong.length > 0 ? "differs" : calls;
    const arrivedWrong = new Set(runs.arrivedWrong());
    return wrong.flatMap(({ id, diff }) => (arrivedWrong.has(id) ? [] : [{ diff, origin: "entry" as const }]));
  }

  /** Whether the board could be started anew. */
  private async restart(): Promise<boolean> {
    await this.runs.suspect.restart?.();
    return this.runs.suspect.restart !== undefined;
  }

  private withFault(layers: readonly BadLayer[], fault: string | undefined): BadLayer[] {
    if (fault === undefined) return [...layers];
    this.entry.entryFault = fault;
    return layers.map((layer) => ({ ...layer, note: `the entry point ${fault}` }));
  }

  private async result(found: readonly BadLayer[], exhaustive: boolean): Promise<Bisection> {
    const { reference, suspect, compared, captures, died } = this.runs;
    const layers = found.toSorted((a, b) => a.diff.index - b.diff.index);
    const unsure = compared === 0 || this.entry.entryError !== undefined || died !== undefined;
    const differs = layers.some(({ rounding }) => rounding !== true) || this.facts.length > 0;
    return {
      format: BISECTION_FORMAT,
      version: BISECTION_VERSION,
      reference: reference.runner,
      suspect: suspect.name,
      verdict: differs ? "differs" : unsure ? "unknown" : "equal",
      ...(layers.length > 0 ? { first: layers[0]!.diff.id } : {}),
      layers,
      ...this.entry,
      ...(died && { died: await deathOf(this.runs, died) }),
      ...(this.facts.length > 0 && { facts: this.facts.map(({ text }) => text) }),
      compared,
      captures,
      replays: this.judge.replays,
      exhaustive,
    };
  }
}
