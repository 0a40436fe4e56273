import { UserError } from "../../base/errors.js";
import { printable } from "../../formats/onnx/printable.js";
import type { Chip } from "../chip.js";
import type { Finding } from "../lint/finding.js";
import { lintEspdl } from "../lint/lint.js";
import { unregisteredOperator } from "../lint/rules/unregistered-operator.js";
import type { EspdlModel } from "../model.js";

/**
 * Refuses a file of which the chip computes something else than the model says; with `allow`, warns.
 * @throws UserError with one such node, an operator that the chip does not have before what follows from it.
 */
export function refuseWrong(model: EspdlModel, chip: Chip, allow: boolean, warn: (message: string) => void): void {
  const found = lintEspdl(model, { chip }).findings.filter(({ severity }) => severity === "error");
  const first = found.filter(({ rule }) => rule === unregisteredOperator.name);
  const errors = [...first, ...found.filter((finding) => !first.includes(finding))];
  if (allow) for (const finding of errors) warn(text(finding));
  else if (errors.length > 0) {
    const more = errors.length > 1 ? ` and ${errors.length - 1} more like it` : "";
    throw new UserError(`${text(errors[0]!)}${more}; --allow writes it all the same`);
  }
}

const text = ({ node, op, reason, remedy }: Finding): string =>
  `${printable(node)}${op === "" ? "" : ` (${op})`}: ${reason}; ${remedy}`;
