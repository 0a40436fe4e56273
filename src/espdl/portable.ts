import { type CompiledForBoard, compileProgram } from "../codegen/compile-for-board.js";
import { type CompileEspdlOptions, compileEspdl } from "./compile.js";
import { checkDeclared } from "./declared.js";
import type { EspdlModel } from "./model.js";

/**
 * Compiles an `.espdl` model to C of this project, with the integers of a chip: it needs no ESP-DL and runs on any.
 * @throws UserError for what the chip's runtime does not run, declares far smaller than it computes, or has no C kernel.
 */
export function compileEspdlForBoard(model: EspdlModel, options: CompileEspdlOptions): CompiledForBoard {
  const program = compileEspdl(model, options);
  checkDeclared(model, program);
  return compileProgram(program);
}
