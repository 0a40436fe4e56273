import { UserError } from "../../base/errors.js";
import type { Tensor } from "../../base/tensor/tensor.js";
import { diagnose, diagnoseTransfer } from "../diagnose/diagnose.js";
import type { Diagnosis } from "../diagnose/diagnosis.js";
import { layerInput } from "../diagnose/layer-input.js";
import type { BadLayer, Origin } from "./bisection.js";
import { explain } from "./explain.js";
import { lastBits } from "./last-bits.js";
import { LayerAlone } from "./layer-alone.js";
import { overwritten } from "./overwritten.js";
import { unsteady } from "./repeats.js";
import { type Runs, sameTensor } from "./runs.js";

/** Tells of layers that arrived wrong whose error it is, and why. */
export class Judge {
  /** How many layers were run alone. */
  replays = 0;

  /**
   * @param facts what is known of the board, by the index of a layer that it concerns
   * @param onProbe told before each run of a layer on inputs made for it
   */
  constructor(
    private readonly runs: Runs,
    private readonly facts: ReadonlyMap<number, string>,
    private readonly onProbe?: (done: number, most: number) => void,
  ) {}

  async judge(id: string): Promise<BadLayer> {
    const { diff, tensor } = this.runs.of(id);
    if (this.runs.isTransfer(id)) {
      return { diff, origin: "transfer", diagnosis: diagnoseTransfer(this.input(id, tensor)) };
    }
    this.replays++;
    try {
      return await this.replay(id);
    } catch (error) {
      if (!(error instanceof UserError) || this.runs.suspect.restart === undefined) throw error;
      await this.runs.suspect.restart();
      return { diff, origin: "unknown", note: `run alone on the right inputs it does not come back: ${error.message}` };
    }
  }

  /** Runs a wrong layer alone on the reference's inputs. */
  private async replay(id: string): Promise<BadLayer> {
    const { runs } = this;
    const { diff, tensor } = runs.of(id);
    const made = (await runs.suspect.runLayer(id, runs.feedsOf(id))).get(id);
    if (made === undefined) return { diff, origin: "unknown" };
    const alone = runs.compare(id, made);
    const rightInputs = runs.inputsOf(id).every((input) => runs.isRight(input));
    const isRight = alone.status === "equal";
    const right = runs.expectedLayer(id).tensor;
    if (isRight && !rightInputs)
      return {
        ...{ diff, origin: "inherited", alone },
        ...(lastBits(right, tensor) !== undefined && { rounding: true }),
      };
    const origin: Origin = isRight ? "run" : "own";
    const found = { diff, origin, alone } as const;
    const fact = this.facts.get(runs.calls.of(id).index);
    if (fact !== undefined) return { ...found, note: fact };
    // Not the same in the run as alone: it may not be the same in two runs either.
    if (rightInputs && !sameTensor(made, tensor) && runs.all(id).length === 1 && !runs.died) await runs.capture();
    const note = await unsteady(runs, id);
    if (note !== undefined) {
      const cause = origin === "own" ? await this.causeOfUnsteady(id, made) : undefined;
      return { ...found, note: cause === undefined ? note : `${note}; in each of them ${cause}`, repeats: false };
    }
    if (origin === "own") {
      const bits = lastBits(right, made);
      if (bits !== undefined)
        return { ...found, note: bits, ...(lastBits(right, tensor) !== undefined && { rounding: true }) };
      const diagnosis = await this.explain(id, rightInputs ? tensor : made);
      return { ...found, ...(diagnosis && { diagnosis }) };
    }
    const overwrites = await overwritten(runs, id);
    if (overwrites !== undefined) return { ...found, note: overwrites };
    const diagnosis = this.fits(id, tensor) ? diagnose(this.input(id, tensor)) : undefined;
    return { ...found, ...(diagnosis && { diagnosis }) };
  }

  /** What holds in all runs of a layer that is never right and does not repeat itself: one line. */
  private async causeOfUnsteady(id: string, made: Tensor): Promise<string | undefined> {
    if (this.runs.all(id).some(({ diff }) => diff.status === "equal")) return undefined;
    const [first] = (await this.explain(id, made))?.hypotheses ?? [];
    return first?.readOff && first.family === "accumulator" ? first.text : undefined;
  }

  private async explain(id: string, made: Tensor): Promise<Diagnosis | undefined> {
    if (!this.fits(id, made)) return undefined;
    const { program, calls, suspect } = this.runs;
    return explain(new LayerAlone(program, calls.of(id), id, suspect, this.onProbe), this.input(id, made));
  }

  private fits(id: string, { dtype, shape }: Tensor): boolean {
    const { tensor } = this.runs.expectedLayer(id);
    return dtype === tensor.dtype && shape.join() === tensor.shape.join();
  }

  private input(id: string, made: Tensor) {
    return layerInput(this.runs.program, this.runs.reference, id, made);
  }
}
