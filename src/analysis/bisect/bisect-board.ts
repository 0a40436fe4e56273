import type { Tensor } from "../../base/tensor/tensor.js";
import { type BisectOptions, bisect } from "../../comparison/bisect/bisect.js";
import type { Bisection } from "../../comparison/bisect/bisection.js";
import { linkSuspect, type SuspectBoard } from "../../comparison/bisect/link-suspect.js";
import { recordedSuspect } from "../../comparison/bisect/recorded-suspect.js";
import { interpret } from "../../execution/interpreter/interpret.js";
import type { Trace } from "../../formats/trace/trace.js";
import type { Program } from "../../ir/graph/program.js";

/** What a search found, and the two runs that it compared. */
export interface Bisected {
  readonly found: Bisection;
  readonly reference: Trace;
  /** The tensors that were looked at. */
  readonly suspect: Trace;
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
  options: BisectOptions = {},
): Promise<Bisected> {
  const reference = interpret(program, feeds, { model });
  const suspect = recordedSuspect(linkSuspect(board, program, feeds));
  const found = await bisect(program, reference, suspect, options);
  return { found, reference, suspect: suspect.trace(reference) };
}
