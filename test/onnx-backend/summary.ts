import type { CaseResult } from "./run-case.js";

const count = (results: readonly CaseResult[], verdict: CaseResult["verdict"]): number =>
  results.filter((result) => result.verdict === verdict).length;

/** `780 of 1353 right, 573 refused, 0 wrong, 0 internal`, and under it the operators that are refused, most first. */
export function summary(results: readonly CaseResult[]): string {
  const refused = new Map<string, number>();
  for (const { verdict, operator } of results)
    if (verdict === "refused") refused.set(operator, (refused.get(operator) ?? 0) + 1);
  const operators = [...refused].sort(([, a], [, b]) => b - a).map(([operator, cases]) => `${operator} ${cases}`);
  const [right, wrong, internal] = (["right", "wrong", "internal"] as const).map((verdict) => count(results, verdict));
  const total = count(results, "refused");
  return (
    `${right} of ${results.length} right, ${total} refused, ${wrong} wrong, ${internal} internal\n` +
    (operators.length === 0 ? "" : `refused: ${operators.join(", ")}`)
  );
}
