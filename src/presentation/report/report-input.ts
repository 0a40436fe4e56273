import { UserError } from "../../base/errors.js";
import { type CompiledForBoard, compileForBoard } from "../../codegen/compile-for-board.js";
import { bisectTraces } from "../../comparison/bisect/bisect-traces.js";
import type { Bisection } from "../../comparison/bisect/bisection.js";
import type { TraceDiff } from "../../comparison/diff/trace-diff.js";
import { withIdsOf } from "../../comparison/diff/with-ids.js";
import type { OnnxModel } from "../../formats/onnx/model.js";
import type { Trace } from "../../formats/trace/trace.js";
import { outputId } from "../../ir/graph/output-id.js";
import type { Program } from "../../ir/graph/program.js";
import type { ReportInput } from "./input.js";
import { pairedLayers } from "./paired-layers.js";

/** What is known of two runs beside their tensors. */
export interface ReportContext extends Pick<ReportInput, "bisection" | "run" | "confusion"> {
  /** What the runs executed. */
  readonly program?: Program;
  /** The calls of a board, and their memory plan. */
  readonly board?: Pick<CompiledForBoard, "program" | "plan">;
}

/**
 * What a report shows of two traces and their comparison: the tensors worth a close look and, where it is known what ran,
 * the causes and the memory plan.
 * @param known its `bisection` is what a search on the board found; without one the search is made in the traces
 */
export function reportInput(diff: TraceDiff, a: Trace, b: Trace, known: ReportContext = {}): ReportInput {
  const { program, board, run, confusion } = known;
  const suspect = withIdsOf(a, b);
  const programs = [board?.program, program].filter((program) => program !== undefined);
  const bisection = known.bisection ?? (diff.verdict === "equal" ? undefined : search(programs, a, suspect));
  return {
    diff,
    ...(bisection && { bisection }),
    layers: pairedLayers(diff, a, suspect, program),
    ...(run && { run }),
    ...(board && { memory: { plan: board.plan, names: board.program.layers.map(({ id }) => id) } }),
    ...(confusion && { confusion }),
  };
}

/** The calls that a board makes of a quantized model; undefined for one that runs on no board. */
export function boardProgram(model: OnnxModel): CompiledForBoard | undefined {
  try {
    return compileForBoard(model);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** By the first program whose tensors both runs have. */
function search(programs: readonly Program[], a: Trace, b: Trace): Bisection | undefined {
  const ids = new Set(a.layers.map(({ id }) => id));
  for (const program of programs) {
    const tensors = program.layers.flatMap(({ id, kind, types }) =>
      types.map((_, output) => ({ id: outputId(id, output), kind })),
    );
    const known = new Set(tensors.map(({ id }) => id));
    if (!b.layers.every(({ id }) => known.has(id))) continue;
    if (!tensors.every(({ id, kind }) => kind === "param" || ids.has(id))) continue;
    return bisectTraces(program, a, b);
  }
  return undefined;
}
