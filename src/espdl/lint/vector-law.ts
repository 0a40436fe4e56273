import { UNPINNED, type Unpinned } from "../../../kernels-ref/index.js";
import type { CallLayer } from "../../ir/graph/program.js";
import { chipArithmetic } from "../chip.js";
import type { LintContext } from "./context.js";
import type { Measurement } from "./finding.js";
import { measure, outputOf } from "./measure.js";

/** What the chip makes of a call's inputs in the run against what another arithmetic makes of them. */
export function againstPlain(context: LintContext, call: CallLayer): Measurement | undefined {
  return compare(context, call, "none", {});
}

/** The reading by which the vectors were made against another one; undefined without a run. */
export function againstReading(
  context: LintContext,
  call: CallLayer,
  other: Partial<Unpinned>,
): Measurement | undefined {
  return compare(context, call, other, UNPINNED);
}

function compare(
  context: LintContext,
  call: CallLayer,
  meant: Partial<Unpinned> | "none",
  made: Partial<Unpinned>,
): Measurement | undefined {
  const inputs = context.inputs(call);
  if (inputs === undefined) return undefined;
  const [a, b] = [meant, made].map((vector) => outputOf(call, inputs, chipArithmetic(context.chip, false, vector)));
  return a && b && measure(a, b);
}
