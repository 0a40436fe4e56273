import type { OnnxModel } from "../../formats/onnx/model.js";
import { inferShapes } from "../../formats/onnx/shape/infer.js";
import { checkQuantizable } from "../../quantization/quantize/check-quantizable.js";
import { scoresOf } from "../measure/scores.js";
import { prepared, quantizePrepared } from "../quantize-model.js";
import { Bench, isBetter, type Trial } from "./bench.js";
import { type Goal, isReached } from "./goal.js";
import type { Reached } from "./reached.js";
import { type RemedyContext, snrOf } from "./remedies/remedy.js";
import { REMEDIES } from "./remedies/table.js";
import type { TuningSets } from "./sets.js";
import { quantized, stateOf } from "./state.js";
import { type Rung, TUNING_FORMAT, type Tuning } from "./tuning.js";

/** Standard errors for the few remedies, of which hardly one passes by accident. */
const FEW = 1;

export interface TuneOptions {
  /** Default: float − 0.5 % with labels, 20 dB without. */
  readonly goal?: Goal | undefined;
  /** Told of every trial of a remedy. */
  readonly onTrial?: ((remedy: string, done: number, total: number) => void) | undefined;
  readonly onRung?: ((rung: Rung) => void) | undefined;
}

/**
 * Searches the cheapest remedies with which the integers of the chip reach a goal: first what costs the chip nothing,
 * all of it; then what costs, until the goal is reached on the search set. The final figures are those of the test set.
 * @param model float32, preprocessed
 * @throws UserError when the model or the samples cannot be used.
 */
export async function tune(model: OnnxModel, sets: TuningSets, options: TuneOptions = {}): Promise<Tuning> {
  checkQuantizable(model);
  const goal = options.goal ?? defaultGoal(sets);
  const float = inferShapes(scoresOf(await prepared(model)));
  const bench = await Bench.open(float, sets.search);
  const isGoal = (found: Reached): boolean => isReached(goal, found);
  const ladder: Rung[] = [];
  const climb = (rung: Rung): void => {
    ladder.push(rung);
    options.onRung?.(rung);
  };

  const { samples } = sets.calibration;
  const old = await quantizePrepared(float, samples, { correction: false });
  const before = await bench.measure(old.model);
  climb(rungOf("none", "largest values, biases rounded", before, 0, "nothing", false));
  const plain = stateOf(await quantizePrepared(float, samples));
  let state = plain;
  let trial = await bench.measure(quantized(state).model);
  const gained = snrOf(trial) - snrOf(before);
  climb(rungOf("quantize", "exponents by squared error, biases measured", trial, gained, "nothing", true));
  for (const { name, costly, apply } of REMEDIES) {
    if (costly && isGoal(trial.reached)) continue;
    const onTrial = (done: number, total: number): void => options.onTrial?.(name, done, total);
    const context: RemedyContext = { state, trial, sets, bench, isGoal, onTrial };
    const tried = await apply(context);
    if (tried === undefined) continue;
    const found = await bench.measure(quantized(tried.state).model);
    const kept = isBetter(found, trial, FEW) || (costly && isGoal(found.reached) && snrOf(found) > snrOf(trial));
    climb(rungOf(name, tried.words, found, snrOf(found) - snrOf(trial), tried.cost, kept));
    if (kept) [state, trial] = [tried.state, found];
  }
  const test = await Bench.open(float, sets.test);
  const { reached: tuned } = await test.measure(quantized(state).model);
  return {
    format: TUNING_FORMAT,
    version: 1,
    goal,
    samples: {
      calibration: samples.length,
      search: sets.search.samples.length,
      test: sets.test.samples.length,
    },
    ladder,
    plain: (await test.measure(quantized(plain).model)).reached,
    tuned,
    isReached: isGoal(tuned),
    recipe: state.recipe,
  };
}

const rungOf = (
  remedy: string,
  tried: string,
  { reached }: Trial,
  gain: number,
  cost: string,
  kept: boolean,
): Rung => ({
  remedy,
  tried,
  reached,
  gain: Number.isFinite(gain) ? gain : 0,
  cost,
  kept,
});

const defaultGoal = ({ search }: TuningSets): Goal =>
  search.labels === undefined ? { kind: "snr", decibels: 20 } : { kind: "float", less: 0.005 };
