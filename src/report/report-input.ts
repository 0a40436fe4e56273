import { bisectTraces } from "../bisect/bisect-traces.js";
import { type CompiledForBoard, compileForBoard } from "../codegen/compile-for-board.js";
import type { Diagnosis } from "../diagnose/diagnosis.js";
import type { TraceDiff } from "../diff/trace-diff.js";
import { UserError } from "../errors.js";
import { outputId } from "../graph/output-id.js";
import type { Program } from "../graph/program.js";
import type { OnnxModel } from "../onnx/model.js";
import type { Trace } from "../trace/trace.js";
import type { ReportInput } from "./input.js";
import { pairedLayers } from "./paired-layers.js";

/** Layers whose cause is searched for. */
const CAUSES = 3;

/** What the runs executed. */
export interface ReportProgram {
  readonly program: Program;
  /** The quantized model that it was compiled from; gives the memory plan and the calls of a board. */
  readonly model?: OnnxModel;
}

/**
 * What a report shows of two traces and their comparison: the tensors worth a close look and, where it is known what ran,
 * the causes and the memory plan.
 */
export function reportInput(diff: TraceDiff, a: Trace, b: Trace, ran?: ReportProgram): ReportInput {
  const board = ran?.model && forBoard(ran.model);
  const programs = [board?.program, ran?.program].filter((program) => program !== undefined);
  const diagnoses = diff.verdict === "equal" ? [] : causes(programs, a, b);
  return {
    diff,
    ...(diagnoses.length > 0 ? { diagnoses } : {}),
    layers: pairedLayers(diff, a, b, ran?.program),
    ...(board ? { memory: { plan: board.plan, names: board.program.layers.map(({ id }) => id) } } : {}),
  };
}

/** Undefined for what runs on no board. */
function forBoard(model: OnnxModel): CompiledForBoard | undefined {
  try {
    return compileForBoard(model);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** Causes of the first layers that are wrong by themselves, by the first program whose tensors both runs have. */
function causes(programs: readonly Program[], a: Trace, b: Trace): Diagnosis[] {
  const ids = new Set(a.layers.map(({ id }) => id));
  for (const program of programs) {
    const tensors = program.layers.flatMap(({ id, kind, types }) =>
      types.map((_, output) => ({ id: outputId(id, output), kind })),
    );
    const known = new Set(tensors.map(({ id }) => id));
    if (!b.layers.every(({ id }) => known.has(id))) continue;
    if (!tensors.every(({ id, kind }) => kind === "param" || ids.has(id))) continue;
    const { layers } = bisectTraces(program, a, b);
    return layers.flatMap(({ diagnosis }) => diagnosis ?? []).slice(0, CAUSES);
  }
  return [];
}
