import { oneLine, UserError } from "../base/errors.js";
import { type CheckOptions, check } from "../check/check.js";
import type { CheckFinding } from "../check/report.js";
import type { OnnxModel } from "../formats/onnx/model.js";
import { sentence } from "./check-report.js";
import { ExitCode } from "./exit-code.js";

/** Nodes in float that are told one by one. */
const TOLD = 5;

/**
 * The check before any work: obstacles, all of them, end the command.
 * @returns warnings for its end: what stays in float at a cost
 * @throws UserError for a lone obstacle; ExitCode 2 after several, one line each.
 */
export async function checkFirst(model: OnnxModel, options: CheckOptions): Promise<readonly string[]> {
  const { findings } = await check(model, options);
  const lines = (severity: CheckFinding["severity"]): string[] =>
    findings.filter((finding) => finding.severity === severity).map(sentence);
  const errors = lines("error");
  if (errors.length === 1) throw new UserError(errors[0]!);
  for (const line of errors) process.stderr.write(`espdl-lab: ${oneLine(line)}\n`);
  if (errors.length > 1) throw new ExitCode(2);
  const warnings = lines("warning");
  const more = warnings.length - TOLD;
  return [
    ...warnings.slice(0, TOLD),
    ...(more > 0 ? [`${more} more nodes stay in float (espdl-lab check lists them)`] : []),
  ];
}
