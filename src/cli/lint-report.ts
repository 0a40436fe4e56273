import { oneLine } from "../base/errors.js";
import type { Finding, Severity } from "../espdl/lint/finding.js";
import type { LintReport } from "../espdl/lint/lint.js";
import { printable } from "../formats/onnx/printable.js";
import { wrap } from "../presentation/display/wrap.js";
import { colors } from "./colors.js";
import { formatNumber, formatShare, shorten } from "./table.js";

/** Findings of one rule and severity that are told in full; errors always are. */
const SHOWN = 3;
const INDENT = " ".repeat(9);

/** The findings as text of at most 100 columns. */
export function lintText(report: LintReport, all: boolean): string {
  const shown = new Map<string, number>();
  const parts: string[] = [];
  const left = new Map<string, Finding[]>();
  for (const finding of report.findings) {
    const key = `${finding.severity} ${finding.rule}`;
    const count = (shown.get(key) ?? 0) + 1;
    shown.set(key, count);
    if (all || finding.severity === "error" || count <= SHOWN) parts.push(text(finding));
    else left.set(key, [...(left.get(key) ?? []), finding]);
  }
  for (const [key, findings] of left) {
    const nodes = findings.map(({ node }) => shorten(printable(node), 40));
    parts.push(
      `${wrap(`${findings.length} more of ${key}: ${nodes.slice(0, 6).join(", ")}${nodes.length > 6 ? ", …" : ""} (--all tells each)`)}\n`,
    );
  }
  return [...parts, summary(report)].join("\n");
}

function text({ severity, rule, node, op, reason, measured, remedy }: Finding): string {
  const head = `${PAINT[severity](severity.padEnd(7))}  ${shorten(printable(node), 60)}${op === "" ? "" : ` (${printable(op)})`}  ${colors.dim(rule)}`;
  const lines = [wrap(oneLine(reason), INDENT)];
  if (measured) {
    const { differing, elements, worst } = measured;
    const share = formatShare(differing / elements);
    lines.push(
      wrap(
        differing === 0
          ? `measured: none of ${elements} elements differs on this input`
          : `measured: ${differing} of ${elements} elements differ (${share}), by up to ${formatNumber(worst)} steps`,
        INDENT,
      ),
    );
  }
  return [head, ...lines, wrap(`→ ${remedy}`, INDENT), ""].join("\n");
}

const PAINT: Readonly<Record<Severity, (text: string) => string>> = {
  error: colors.red,
  warning: colors.yellow,
  note: colors.cyan,
};

function summary({ chip, counts, unmeasured }: LintReport): string {
  const number = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
  const found = [number(counts.error, "error"), number(counts.warning, "warning"), number(counts.note, "note")].join(
    ", ",
  );
  return wrap(`${chip}: ${found}${unmeasured === undefined ? "" : `; not measured: ${unmeasured}`}`);
}
