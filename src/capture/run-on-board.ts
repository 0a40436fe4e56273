import { capture, type Link, runModel, type Stats } from "../board/index.js";
import { fromBytes } from "../tensor/dtype.js";
import { Tensor } from "../tensor/tensor.js";
import { inputBytes } from "./input-bytes.js";
import type { LayerDescription } from "./layers-file.js";

/** What runs of a model on a board gave and took. */
export interface BoardRun {
  /** The model's outputs, by id. */
  readonly outputs: ReadonlyMap<string, Tensor>;
  /** What each call took, in the order of execution; the mean of all runs. */
  readonly costs: readonly CallCost[];
  /** What each run took, all calls together. */
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

export interface BoardRunOptions {
  /** Runs that are measured, 1 or more. Default: 1. */
  readonly runs?: number;
}

/**
 * Runs a model on a board: call by call, which is what the board measures, then through the entry point that an application
 * calls, which gives the outputs.
 * @param layers what the tensors mean: the project's `layers.json`
 * @param inputs one tensor for every input of the model, by name
 * @throws UserError for an input that does not fit, or a board that runs another model or fails.
 */
export async function runOnBoard(
  link: Link,
  layers: readonly LayerDescription[],
  inputs: ReadonlyMap<string, Tensor>,
  { runs = 1 }: BoardRunOptions = {},
): Promise<BoardRun> {
  const feeds = inputBytes(link, layers, inputs);
  const measured: (readonly number[])[] = [];
  for (let run = 0; run < runs; run++) {
    for await (const { id } of capture(link, feeds, [])) throw new Error(`${id} was not asked for`);
    measured.push((await link.stats()).costs);
  }
  const made = await runModel(link, feeds);
  const { unit, stack } = await link.stats();
  const byId = new Map(layers.map((layer) => [layer.id, layer]));
  const outputs = new Map(
    made.map(({ id, bytes }) => {
      const { dtype, shape } = byId.get(id)!;
      return [id, new Tensor(dtype, shape, fromBytes(dtype, bytes))];
    }),
  );
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  const costs = link.description.calls.map(({ outputs }, call): CallCost => {
    const { id } = link.tensor(outputs[0]!);
    const { index, macs } = byId.get(id)!;
    const cost = sum(measured.map((costs) => costs[call]!)) / runs;
    return { index, id, cost, ...(macs !== undefined && { macs }) };
  });
  return { outputs, costs, totals: measured.map(sum), unit, stack };
}
