import type { Tensor } from "../../base/tensor/tensor.js";
import { runLayer } from "../../execution/interpreter/run-layer.js";
import { outputId } from "../../ir/graph/output-id.js";
import type { CallLayer, Program } from "../../ir/graph/program.js";
import type { ProgramCalls } from "./program-calls.js";

/** What of a board's run is known: its tensors as they arrived here, beside the reference's. */
export interface SeenRun {
  readonly expected: ReadonlyMap<string, Tensor>;
  readonly seen: ReadonlyMap<string, Tensor>;
  /** Trace ids of the tensors that arrived wrong. */
  readonly wrong: ReadonlySet<string>;
}

/**
 * The wrong tensors that were right in the board's memory: every call that reads one made the right values, and at least
 * one of them would have made others from the bytes that arrived here. So these are not the bytes that it read, and the
 * layer is right: its capture or the transfer of it is wrong. What no call reads (the model's outputs), and what is read
 * only where the error would not show, cannot be told from a wrong layer and is left out.
 */
export function wrongCaptures(program: Program, calls: ProgramCalls, run: SeenRun): Set<string> {
  const found = new Set<string>();
  // From the end: a reader whose own tensor only arrived wrong has made the right values.
  for (const id of calls.made.toReversed()) {
    if (run.wrong.has(id) && isWrongCapture(program, calls, run, found, id)) found.add(id);
  }
  return found;
}

function isWrongCapture(
  program: Program,
  calls: ProgramCalls,
  { expected, seen, wrong }: SeenRun,
  found: ReadonlySet<string>,
  id: string,
): boolean {
  const tensor = seen.get(id)!;
  const right = expected.get(id)!;
  if (tensor.dtype !== right.dtype || tensor.shape.join() !== right.shape.join()) return false;
  const readers = calls.readersOf(id);
  const madeRight = (made: string): boolean => seen.has(made) && (!wrong.has(made) || found.has(made));
  if (!readers.every((reader) => calls.outputsOf(reader).every(madeRight))) return false;
  return readers.some((reader) => {
    const others = calls.inputsOf(reader).filter((input) => input !== id);
    if (others.some((input) => wrong.has(input) && !found.has(input))) return false;
    return changes(program, reader, expected, id, tensor);
  });
}

/** Whether a call on the reference's inputs makes other values once one of them is replaced. */
function changes(
  program: Program,
  call: CallLayer,
  expected: ReadonlyMap<string, Tensor>,
  replaced: string,
  by: Tensor,
): boolean {
  const inputs = call.inputs.map(({ layer, output }) => {
    const source = program.layers[layer]!;
    if (source.kind === "param") return source.tensor;
    const id = outputId(source.id, output);
    return id === replaced ? by : expected.get(id)!;
  });
  return runLayer(program, call.index, inputs).some(({ data }, output) => {
    const values = expected.get(outputId(call.id, output))!.data;
    return data.some((value: number | bigint, i: number) => !Object.is(value, values[i]));
  });
}
