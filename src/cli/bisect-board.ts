import type { Tensor } from "../base/tensor/tensor.js";
import type { Link } from "../boards/board/index.js";
import type { LayerDescription } from "../boards/capture/layers-file.js";
import { runOnBoard } from "../boards/capture/run-on-board.js";
import { type BisectOptions, bisect } from "../comparison/bisect/bisect.js";
import type { Bisection } from "../comparison/bisect/bisection.js";
import { linkSuspect, type SuspectBoard } from "../comparison/bisect/link-suspect.js";
import { recordedSuspect } from "../comparison/bisect/recorded-suspect.js";
import { interpret } from "../execution/interpreter/interpret.js";
import type { Trace } from "../formats/trace/trace.js";
import type { Program } from "../ir/graph/program.js";
import type { RunSummary } from "../presentation/report/input.js";
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
  board: SuspectBoard,
  program: Program,
  feeds: ReadonlyMap<string, Tensor>,
  model: string,
  options: Omit<BisectOptions, "onReplay" | "onProbe"> = {},
): Promise<Bisected> {
  const reference = interpret(program, feeds, { model });
  const suspect = recordedSuspect(linkSuspect(board, program, feeds));
  let bar: ReturnType<typeof progressBar> | undefined;
  let label = "";
  const onReplay = (done: number, total: number): void => {
    bar?.stop();
    label = `layer ${done + 1} of ${total} alone`;
    bar = progressBar(label, total);
    bar.update(done);
  };
  // On a slow line a layer that is measured takes a while.
  let most = 0;
  const onProbe = (done: number, runs: number): void => {
    if (done === 0 || runs !== most) {
      bar?.stop();
      bar = progressBar(`${label}, probes`, runs);
    }
    most = runs;
    bar?.update(done);
  };
  try {
    const found = await bisect(program, reference, suspect, { ...options, onReplay, onProbe });
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
