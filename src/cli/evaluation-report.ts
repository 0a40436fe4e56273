import type { Confusion } from "../execution/evaluate/confusion.js";
import type { Evaluation } from "../execution/evaluate/evaluation.js";
import { counted } from "../presentation/figures/text.js";
import { formatTable, shorten } from "./table.js";

/** Classes of a matrix that fits on the screen; of more, the pairs that are mistaken most are shown. */
const MATRIX = 12;
const PAIRS = 10;

/** An evaluation as text, at most 100 wide. @param names the classes' names, if they are known */
export function evaluationReport(
  evaluation: Evaluation,
  files: readonly string[],
  names: readonly string[] | undefined,
): string {
  const { metric, models, samples, unit } = evaluation;
  const rows = models.map(({ runner, value, interval, agreement }, i) => [
    files[i]!,
    runner,
    value === undefined ? "reference" : shown(value, unit),
    interval === undefined ? "" : `${shown(interval[0], unit)} … ${shown(interval[1], unit)}`,
    agreement === undefined ? "" : shown(agreement, "share"),
  ]);
  const table = formatTable(
    [
      { title: counted(samples, "sample"), shrinks: true },
      { title: "runs in" },
      { title: metric, align: "right" },
      { title: "95 %", align: "right" },
      { title: "same class", align: "right" },
    ],
    rows,
  );
  const parts = [table, ...difference(evaluation)];
  const matrix = models.at(-1)!.confusion;
  if (matrix !== undefined && names !== undefined) parts.push(confusionText(matrix, names, files.at(-1)!));
  return parts.join("\n\n");
}

function difference({ difference: found, samples }: Evaluation): string[] {
  if (found === undefined) return [];
  const { value, interval, lost, gained, p, verdict } = found;
  const [low, high] = interval.map((end) => `${(100 * end).toFixed(2)}`);
  const sizes = `${value >= 0 ? "+" : ""}${(100 * value).toFixed(2)} points (95 %: ${low} … ${high})`;
  const flips = `${gained} became right, ${lost} wrong, of ${samples}`;
  const chance = `p = ${p < 0.001 ? p.toExponential(1) : p.toFixed(3)}`;
  const words = verdict === "noise" ? "noise: chance alone does that" : `the second model is ${verdict}`;
  return [`${words} (${chance})\n  ${sizes}; ${flips}`];
}

function confusionText(matrix: Confusion, names: readonly string[], file: string): string {
  const name = (i: number): string => shorten(names[i] ?? String(i), 14);
  if (matrix.length <= MATRIX) {
    const columns = matrix.map((_, i) => ({ title: shorten(names[i] ?? String(i), 5), align: "right" as const }));
    const rows = matrix.map((counts, i) => [name(i), ...counts.map((count) => (count === 0 ? "·" : String(count)))]);
    return `${shorten(file, 40)}: what it is (rows), what it is taken for\n\n${formatTable([{ title: "" }, ...columns], rows)}`;
  }
  const pairs = matrix
    .flatMap((counts, i) => counts.map((count, j) => ({ i, j, count })))
    .filter(({ i, j, count }) => i !== j && count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, PAIRS);
  const rows = pairs.map(({ i, j, count }) => [name(i), name(j), String(count)]);
  return formatTable([{ title: "is" }, { title: "taken for" }, { title: "samples", align: "right" }], rows);
}

function shown(value: number, unit: Evaluation["unit"]): string {
  if (unit === "share") return `${(100 * value).toFixed(1)} %`;
  if (!Number.isFinite(value)) return unit === "dB" ? "exact" : String(value);
  return unit === "dB" ? `${value.toFixed(1)} dB` : value.toPrecision(4);
}
