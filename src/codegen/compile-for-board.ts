import type { OnnxModel } from "../formats/onnx/model.js";
import { fuse } from "../ir/fuse/fuse.js";
import type { Program } from "../ir/graph/program.js";
import { compileForDebug } from "../ir/passes/compile.js";
import { type MemoryPlan, planMemory } from "./memory/plan.js";
import { type ModelLibrary, modelLibrary } from "./model/model-library.js";

export interface BoardCompileOptions {
  /**
   * Int8 islands: int8 operators between equal scales, tables of 256 entries for what depends on one int8 alone. Without
   * them the graph stays as it was; the outputs are the same. Default: true.
   */
  readonly islands?: boolean;
}

export interface CompiledForBoard {
  /** The calls that the board makes. */
  readonly program: Program;
  readonly plan: MemoryPlan;
  readonly library: ModelLibrary;
  /** One line each; nothing is printed. */
  readonly warnings: readonly string[];
}

/**
 * Compiles a quantized model to the C that a board runs.
 * @throws UserError when the model holds what this project does not support or what has no C kernel.
 */
export function compileForBoard(model: OnnxModel, options: BoardCompileOptions = {}): CompiledForBoard {
  const { islands = true } = options;
  const { program: debug, warnings } = compileForDebug(model, { islands });
  return compileProgram(fuse(debug, { lookups: islands }), warnings);
}

/** Compiles calls as they are. @throws UserError naming the call that has no C kernel. */
export function compileProgram(program: Program, warnings: readonly string[] = []): CompiledForBoard {
  const plan = planMemory(program);
  const library = modelLibrary(program, plan);
  return { program, plan: { ...plan, weightBytes: library.code.constantBytes }, library, warnings };
}
