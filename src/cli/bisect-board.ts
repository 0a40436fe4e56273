import { bisect } from "../bisect/bisect.js";
import type { Bisection } from "../bisect/bisection.js";
import { linkSuspect } from "../bisect/link-suspect.js";
import { recordedSuspect } from "../bisect/recorded-suspect.js";
import type { Link } from "../board/index.js";
import type { LayerDescription } from "../capture/layers-file.js";
import { runOnBoard } from "../capture/run-on-board.js";
import type { Program } from "../graph/program.js";
import { interpret } from "../interpreter/interpret.js";
import type { RunSummary } from "../report/input.js";
import type { Tensor } from "../tensor/tensor.js";
import type { Trace } from "../trace/trace.js";
import { progressBar } from "./progress.js";

/** What a search found, and the two runs that it compared. */
export interface Bisected {
  readonly found: Bisection;
  readonly reference: Trace;
  /** The tensors that were looked at. */
  readonly suspect: Trace;
  /** What the board took, where it was measured. */
  readonly run?: RunSummary;
}

/**
 * Searches a running board for the layers that are wrong by themselves.
 * @param program the calls that the board makes
 * @param feeds the model's inputs, by name
 * @param model its name, for the trace
 */
export async function bisectBoard(
  link: Link,
  program: Program,
  feeds: ReadonlyMap<string, Tensor>,
  model: string,
  captures: "one" | "halving" = "one",
): Promise<Bisected> {
  const reference = interpret(program, feeds, { model });
  const suspect = recordedSuspect(linkSuspect(link, program, feeds));
  let bar: ReturnType<typeof progressBar> | undefined;
  const onReplay = (done: number, total: number): void => {
    bar ??= progressBar("alone", total);
    bar.update(done);
  };
  try {
    const found = await bisect(program, reference, suspect, { captures, onReplay });
    return { found, reference, suspect: suspect.trace(reference) };
  } finally {
    bar?.stop();
  }
}

/** What a board takes for a model, as a report shows it. */
export async function measured(
  link: Link,
  layers: readonly LayerDescription[],
  feeds: ReadonlyMap<string, Tensor>,
): Promise<RunSummary> {
  const { outputs: _outputs, ...run } = await runOnBoard(link, layers, feeds);
  return { board: link.name, ...run };
}
