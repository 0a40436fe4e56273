import type { OnnxModel } from "../../formats/onnx/model.js";
import { inferShapes } from "../../formats/onnx/shape/infer.js";
import { checkQuantizable } from "../../quantization/quantize/check-quantizable.js";
import { scoresOf } from "../measure/scores.js";
import { Bench } from "./bench.js";
import type { Flow } from "./flow.js";
import { type Goal, isLikely, isReached } from "./goal.js";
import type { RemedyContext, Tried } from "./remedies/remedy.js";
import type { TuningSets } from "./sets.js";
import type { State } from "./state.js";
import { isBetter, snrOf, type Trial } from "./trial.js";
import { type Rung, TUNING_FORMAT, type Tuning } from "./tuning.js";

/** Gain in dB below which a remedy is left out. */
const WORTH = 0.3;

export interface SearchOptions {
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
export async function search<S extends State<S>>(
  model: OnnxModel,
  sets: TuningSets,
  flow: Flow<S>,
  options: SearchOptions = {},
): Promise<Tuning> {
  checkQuantizable(model);
  const goal = options.goal ?? defaultGoal(sets);
  const float = inferShapes(scoresOf(await flow.prepare(model)));
  const bench = await Bench.open(float, sets.search, sets.calibration);
  const test = await Bench.open(float, sets.test);
  test.checkGoal(goal);
  const isGoal = (trial: Trial): boolean => isLikely(goal, trial);
  const ladder: Rung[] = [];
  const climb = (rung: Rung): void => {
    ladder.push(rung);
    options.onRung?.(rung);
  };

  const { samples } = sets.calibration;
  const before = await bench.measure(await flow.uncorrected(float, samples));
  climb(rungOf("none", "largest values, biases rounded", before, 0, "nothing", false));
  const plain = await flow.plain(float, samples);
  let state = plain;
  let trial = await bench.measure(state);
  const gained = snrOf(trial) - snrOf(before);
  climb(
    rungOf("quantize", "exponents by squared error, weights fitted, biases measured", trial, gained, "nothing", true),
  );
  let anew: Tried<S>["anew"] = (all) => flow.plain(float, all);
  for (const { name, costly, apply } of flow.remedies) {
    if (costly && isGoal(trial)) continue;
    const onTrial = (done: number, total: number): void => options.onTrial?.(name, done, total);
    const context: RemedyContext<S> = { state, trial, sets, bench, isGoal, onTrial };
    const tried = await apply(context);
    if (tried === undefined) continue;
    const found = await bench.measure(tried.state);
    const gain = snrOf(found) - snrOf(trial);
    const helps = gain >= WORTH && isBetter(found, trial, 1);
    const kept = helps || (costly && isGoal(found) && gain > 0);
    climb(rungOf(name, tried.words, found, gain, tried.cost, kept));
    if (kept) [state, trial, anew] = [tried.state, found, tried.anew];
  }
  // What was chosen stays; figures come from all samples that are not of the test set.
  const all = [...samples, ...sets.search.samples];
  state = anew === undefined ? await state.recorrected(all) : await anew(all);
  const { reached: tuned } = await test.measure(state);
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
    plain: (await test.measure(plain)).reached,
    tuned,
    isReached: isReached(goal, tuned),
    recipe: state.recipe,
  };
}

const rungOf = (
  remedy: string,
  tried: string,
  { reached, loss }: Trial,
  gain: number,
  cost: string,
  kept: boolean,
): Rung => ({
  remedy,
  tried,
  reached,
  loss,
  gain: Number.isFinite(gain) ? gain : 0,
  cost,
  kept,
});

const defaultGoal = ({ search }: TuningSets): Goal =>
  search.labels === undefined ? { kind: "snr", decibels: 20 } : { kind: "float", less: 0.005 };
