import { Command } from "commander";
import { UserError } from "../base/errors.js";
import { ARITHMETICS, type Chip } from "../espdl/chip.js";
import type { EspdlModel } from "../espdl/model.js";
import { type VectorVerification, verifyEspdl } from "../espdl/verify-vectors.js";
import { chipOf, type EspdlOptions, readEspdlFile } from "./espdl-file.js";
import { type VectorOptions, vectorOf, withEspdlOptions, withVectorOptions } from "./espdl-options.js";
import { ExitCode } from "./exit-code.js";
import { type KernelsOption, kernelsOf, withKernelsOption } from "./kernels-option.js";
import { print, printJson } from "./output.js";
import { verifyText } from "./verify-report.js";
import { warnUnknown } from "./warn-unknown.js";

interface Options extends EspdlOptions, VectorOptions, KernelsOption {
  readonly s3_lanes?: true;
  readonly json?: true;
}

export function verifyCommand(): Command {
  const command = new Command("verify").argument("<model.espdl>");
  return withKernelsOption(withVectorOptions(withEspdlOptions(command)))
    .option("--s3_lanes", "esp32s3: accumulate int8 in 20-bit saturating lanes, as its SIMD does")
    .option("--json", "print the verdicts as JSON")
    .addHelpText("after", "\nInt8 must be exact, int16 may be off by 1, float32 by 2e-5.")
    .addHelpText("after", "Exit code: 0 passes, 1 an output differs, 2 the file does not run.")
    .addHelpText("after", "\nExample:\n  espdl-lab verify model.espdl --target_chip esp32p4")
    .action(run);
}

function run(path: string, options: Options): void {
  const model = readEspdlFile(path, options);
  const chip = chipOf(path, model, options);
  warnUnknown(model);
  const vector = vectorOf(options);
  const kernels = kernelsOf(options, chip, vector);
  const saturatingLanes = options.s3_lanes ?? false;
  const result = verifyEspdl(model, { chip, saturatingLanes, vector, ...(kernels && { kernels }) });
  if (options.json) printJson({ chip, ...result });
  else print(verifyText(chip, result, unexplained(result) ? passingChips(model, chip) : []));
  if (!result.passes) throw new ExitCode(1);
}

function unexplained({ outputs }: VectorVerification): boolean {
  return outputs.some(({ causes }) => causes.some(({ kind }) => kind === "unknown" || kind === "lint"));
}

/** The other chips on which the embedded outputs hold. */
function passingChips(model: EspdlModel, chip: Chip): Chip[] {
  return ARITHMETICS.filter((other) => {
    if (other === chip) return false;
    try {
      return verifyEspdl(model, { chip: other }).passes;
    } catch (error) {
      if (error instanceof UserError) return false;
      throw error;
    }
  });
}
