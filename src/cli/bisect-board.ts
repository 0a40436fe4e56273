import { bisect } from "../bisect/bisect.js";
import type { Bisection } from "../bisect/bisection.js";
import { linkSuspect } from "../bisect/link-suspect.js";
import { recordedSuspect } from "../bisect/recorded-suspect.js";
import type { Link } from "../board/index.js";
import type { Program } from "../graph/program.js";
import { interpret } from "../interpreter/interpret.js";
import type { Tensor } from "../tensor/tensor.js";
import type { Trace } from "../trace/trace.js";
import { progressBar } from "./progress.js";

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
  link: Link,
  program: Program,
  feeds: ReadonlyMap<string, Tensor>,
  model: string,
  captures: "one" | "halving" = "one",
): Promise<Bisected> {
  const reference = interpret(program, feeds, { model });
  const suspect = recordedSuspect(linkSuspect(link, program, feeds));
  const bar = progressBar("alone", program.layers.filter(({ kind }) => kind === "call").length);
  try {
    const found = await bisect(program, reference, suspect, { captures, onReplay: bar.update });
    return { found, reference, suspect: suspect.trace(reference) };
  } finally {
    bar.stop();
  }
}
