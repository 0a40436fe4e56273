import { UserError } from "../base/errors.js";
import { type Exported, exportCompiled } from "../codegen/project/export-project.js";
import { compileEspdlForBoard } from "../espdl/portable.js";
import { inputsOf, namedChip, readEspdlFile } from "./espdl-file.js";
import { type ExportArguments, writeOptions } from "./export-options.js";

/** Writes a project for an `.espdl` file. @throws UserError */
export async function exportEspdl(path: string, options: ExportArguments): Promise<Exported> {
  const { target_chip, img_path, s3_lanes = false } = options;
  if (options.no_islands) throw new UserError("--no_islands: an .espdl has none; leave it out");
  if (options.runtime !== "portable")
    throw new UserError("--runtime: a project around Espressif's esp-dl is not written yet; add --runtime portable");
  const model = readEspdlFile(path, options);
  const chip = namedChip(target_chip);
  const compiled = compileEspdlForBoard(model, { chip, saturatingLanes: s3_lanes });
  return exportCompiled(compiled, { ...writeOptions(options), sample: inputsOf(model, chip, img_path) });
}
