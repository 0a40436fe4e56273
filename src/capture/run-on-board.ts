import { capture, type Link, runModel, type Stats } from "../board/index.js";
import { fromBytes } from "../tensor/dtype.js";
import { Tensor } from "../tensor/tensor.js";
import { inputBytes } from "./input-bytes.js";
import type { LayerDescription } from "./layers-file.js";

/** What one run of a model on a board gave and took. */
export interface BoardRun {
  /** The model's outputs, by id. */
  readonly outputs: ReadonlyMap<string, Tensor>;
  /** What each call took, in the order of execution. */
  readonly costs: readonly CallCost[];
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
}

/**
 * Runs a model on a board twice: call by call, which is what the board measures, and through the entry point that an
 * application calls, which gives the outputs.
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
  for await (const { id } of capture(link, feeds, [])) throw new Error(`${id} was not asked for`);
  const made = await runModel(link, feeds);
  const { costs, unit, stack } = await link.stats();
  const byId = new Map(layers.map((layer) => [layer.id, layer]));
  const outputs = new Map(
    made.map(({ id, bytes }) => {
      const { dtype, shape } = byId.get(id)!;
      return [id, new Tensor(dtype, shape, fromBytes(dtype, bytes))];
    }),
  );
  const { calls } = link.description;
  return {
    outputs,
    costs: costs.map((cost, call) => {
      const { id } = link.tensor(calls[call]!.outputs[0]!);
      return { index: byId.get(id)!.index, id, cost };
    }),
    unit,
    stack,
  };
}
