import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../base/errors.js";
import { type Exported, exportCompiled } from "../codegen/project/export-project.js";
import { writeProject } from "../codegen/project/write-project.js";
import { parseChip } from "../espdl/chip.js";
import { compileEspdl } from "../espdl/compile.js";
import { checkDeclared } from "../espdl/declared.js";
import { compileEspdlForBoard } from "../espdl/portable.js";
import { espDlProject } from "../espdl/project.js";
import { inputsOf, readEspdlBytes, readEspdlFile } from "./espdl-file.js";
import { type ExportArguments, writeOptions } from "./export-options.js";

/** Compiles an `.espdl` to C of our own and writes its project. @throws UserError */
export async function exportPortable(path: string, options: ExportArguments): Promise<Exported> {
  const { target_chip, img_path, s3_lanes = false } = options;
  const model = readEspdlFile(path, options);
  const chip = parseChip(target_chip);
  const compiled = compileEspdlForBoard(model, { chip, saturatingLanes: s3_lanes });
  return exportCompiled(compiled, { ...writeOptions(options), sample: inputsOf(model, chip, img_path) });
}

/** Writes a project that runs the file on Espressif's ESP-DL. @returns its folder @throws UserError */
export function exportEspDl(path: string, options: ExportArguments): string {
  const { target_chip, img_path, out_path } = options;
  const other = (["template_path", "psram", "s3_lanes", "key", "model"] as const).find((name) => options[name]);
  if (other !== undefined)
    throw new UserError(
      `--${other}: a project around ESP-DL does not take it; add --runtime portable, or leave it out`,
    );
  const model = readEspdlFile(path, {});
  const chip = parseChip(target_chip);
  const program = compileEspdl(model, { chip });
  checkDeclared(model, program);
  const project = join(out_path, "new_project");
  const files = espDlProject(readEspdlBytes(path), model, program, inputsOf(model, chip, img_path));
  mkdirSync(out_path, { recursive: true });
  writeProject(project, files);
  return project;
}
