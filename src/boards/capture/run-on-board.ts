import { fromBytes } from "../../base/tensor/dtype.js";
import { Tensor } from "../../base/tensor/tensor.js";
import { capture, type Link, runModel, type Stats } from "../board/index.js";
import { inputBytes } from "./input-bytes.js";
import type { LayerDescription } from "./layers-file.js";
import { median } from "./run-statistics.js";

/** What runs of a model on a board gave and took. */
export interface BoardRun {
  /** The model's outputs, by id. */
  readonly outputs: ReadonlyMap<string, Tensor>;
  /** What each call took, in the order of execution; the median of the measured runs. */
  readonly costs: readonly CallCost[];
  /** What each measured run took, all calls together; runs to warm up are left out. */
  readonly totals: readonly number[];
  /** What `cost` counts. */
  readonly unit: Stats["unit"];
  /** The stack's high-water mark, bytes. */
  readonly stack: Stats["stack"];
}

export interface CallCost {
  /** Of the call's layer in the Program. */
  readonly index: number;
  /** Of the first tensor that the call makes. */
  readonly id: string;
  /** Nanoseconds or instructions. */
  readonly cost: number;
  /** Multiplications with accumulation; absent where it has none. */
  readonly macs?: number;
}

/** Runs before the measured ones: code is compiled and caches are filled while they run. */
const WARM_UP = 2;
/** Runs that are measured at most, and the nanoseconds after which no other begins. */
const RUNS_MAX = 5;
const ENOUGH = 2e9;

/**
 * Runs a model on a board: call by call, which is what the board measures, then through the entry point that an application
 * calls, which gives the outputs. A board with a clock is measured up to five times, after two runs to warm up (fewer where
 * they take seconds); one that counts instructions counts the same every time.
 * @param layers what the tensors mean: the project's `layers.json`
 * @param inputs one tensor for every input of the model, by name
 * @throws UserError for an input that does not fit, or a board that runs another model or fails.
 */
export async function runOnBoard(
  link: Link,
  layers: readonly LayerDescription[],
  inputs: ReadonlyMap<string, Tensor>,
): Promise<BoardRun> {
  const feeds = inputBytes(link, layers, inputs);
  const { calls, unit } = link.description;
  const all: (readonly number[])[] = [];
  let spent = 0;
  do {
    for await (const { id } of capture(link, feeds, [])) throw new Error(`${id} was not asked for`);
    const { costs } = await link.stats();
    all.push(costs);
    spent += sum(costs);
  } while (unit === "nanoseconds" && all.length < WARM_UP + RUNS_MAX && spent < ENOUGH);
  const measured = all.slice(Math.min(WARM_UP, all.length - 1));
  const totals = measured.map(sum);
  const made = await runModel(link, feeds);
  const { stack } = await link.stats();
  const byId = new Map(layers.map((layer) => [layer.id, layer]));
  const outputs = new Map(
    made.map(({ id, bytes }) => {
      const { dtype, shape } = byId.get(id)!;
      return [id, new Tensor(dtype, shape, fromBytes(dtype, bytes))];
    }),
  );
  const costs = calls.map(({ outputs }, call): CallCost => {
    const { id } = link.tensor(outputs[0]!);
    const { index, macs } = byId.get(id)!;
    const cost = median(measured.map((costs) => costs[call]!));
    return { index, id, cost, ...(macs !== undefined && { macs }) };
  });
  return { outputs, costs, totals, unit, stack };
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
