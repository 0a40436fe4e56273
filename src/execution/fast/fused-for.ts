import type { Arithmetic } from "../../../kernels-ref/index.js";
import { fuse } from "../../ir/fuse/fuse.js";
import type { Program } from "../../ir/graph/program.js";

/** The program as graphs are made of it: of the TVM flow with its steps fused into operators, as on the board. */
export function fusedFor(program: Program, { rounding, bias }: Arithmetic): Program {
  return rounding === "floor" && bias === "after-shift" ? fuse(program) : program;
}
