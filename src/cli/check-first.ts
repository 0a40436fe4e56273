import { UserError } from "../base/errors.js";
import { type CheckOptions, check } from "../check/check.js";
import type { OnnxModel } from "../formats/onnx/model.js";
import { findingText } from "./check-report.js";
import { ExitCode } from "./exit-code.js";
import { warn } from "./output.js";

/** Nodes in float that are told one by one. */
const TOLD = 5;

/**
 * The check before any work: obstacles, all of them, end the command; what stays in float at a cost is a warning.
 * @throws UserError for a lone obstacle; ExitCode 2 after several, one line each.
 */
export async function checkFirst(model: OnnxModel, options: CheckOptions): Promise<void> {
  const { findings } = await check(model, options);
  const lines = (severity: string): string[] =>
    findings
      .filter((finding) => finding.severity === severity)
      .map((finding) => findingText(finding).replace(/^\w+: /, ""));
  const errors = lines("error");
  if (errors.length === 1) throw new UserError(errors[0]!);
  for (const line of errors) process.stderr.write(`espdl-lab: ${new UserError(line).message}\n`);
  if (errors.length > 1) throw new ExitCode(2);
  const warnings = lines("warning");
  for (const line of warnings.slice(0, TOLD)) warn(line);
  const more = warnings.length - TOLD;
  if (more > 0) warn(`${more} more nodes stay in float (espdl-lab check lists them)`);
}
