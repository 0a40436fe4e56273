import type { Program } from "../../ir/graph/program.js";
import { type GeneratedCode, type GeneratedFile, generateCode } from "../c/generate.js";
import { kernelFiles, kernelSetOf } from "../c/kernel-files.js";
import type { MemoryPlan } from "../memory/plan.js";
import { metadata } from "./metadata.js";

export interface ModelLibrary {
  /** What model.tar holds: metadata.json, codegen/host, runtime (the portable kernels). */
  readonly files: readonly GeneratedFile[];
  readonly code: GeneratedCode;
}

/** A program in the Model Library Format. @throws UserError naming the call that has no C kernel. */
export function modelLibrary(program: Program, plan: MemoryPlan): ModelLibrary {
  const code = generateCode(program, plan);
  const { headers, sources } = kernelFiles(kernelSetOf(program));
  const files = [
    { path: "metadata.json", text: metadata(program, plan, code) },
    ...code.files,
    ...headers.map(({ name, text }) => ({ path: `runtime/include/${name}`, text })),
    ...sources.map(({ name, text }) => ({ path: `runtime/src/${name}`, text })),
  ];
  return { files, code };
}
