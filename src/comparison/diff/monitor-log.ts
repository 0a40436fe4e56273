/** Numbers printed by a program on a board, as a serial monitor recorded them. */
export interface PrintedNumbers {
  readonly values: readonly number[];
  /** Most digits behind a decimal point; 0 where integers were printed. */
  readonly decimals: number;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colours begin with the escape character.
const ANSI = /\u001b\[[0-9;?]*[A-Za-z]/g;
/** ESP-IDF's log prefix: level, milliseconds (or a time of day), tag. */
const PREFIX = /[EWIDV] \((?:\d+|[\d:.]+)\) [^:\n]{1,40}:\s?/;
const NUMBER = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?`;
const LIST = new RegExp(String.raw`^\s*,?\s*${NUMBER}(?:\s*,\s*${NUMBER})*\s*(,?)\s*$`);

/**
 * The numbers of a log: lines of nothing but numbers between commas (`printf("%d,", x)`), or one number a line where there
 * is no comma at all. Colours and log prefixes are taken off; other lines, and log lines in the midst of a list, are skipped.
 * @param after where given, only what stands between the first line that names one of these and the next line that names
 * one of `others`; the whole log where no line does
 */
export function readPrintedNumbers(
  text: string,
  after: readonly string[] = [],
  others: readonly string[] = [],
): PrintedNumbers {
  const lines = section(text.replace(ANSI, "").split(/\r?\n|\r/), after, others);
  const pieces = lines.flatMap(numberPieces);
  const lists = pieces.filter((piece) => piece.includes(","));
  const chosen = lists.length > 0 ? lists : pieces;
  const numbers = chosen.flatMap((piece) =>
    piece
      .split(",")
      .map((item) => item.trim())
      .filter((item) => item !== ""),
  );
  return { values: numbers.map(Number), decimals: Math.max(0, ...chosen.map(decimals)) };
}

function section(lines: readonly string[], after: readonly string[], others: readonly string[]): readonly string[] {
  const names = (line: string, wanted: readonly string[]): boolean =>
    wanted.some((name) => line.split(/[\s:,"'()=[\]]+/).includes(name));
  const start = lines.findIndex((line) => names(line, after));
  if (start < 0) return lines;
  const end = lines.findIndex((line, i) => i > start && names(line, others));
  return lines.slice(start, end < 0 ? undefined : end).map((line, i) => (i === 0 ? afterName(line, after) : line));
}

/** A list may stand behind the name on the same line. */
function afterName(line: string, names: readonly string[]): string {
  const ends = names.filter((name) => line.includes(name)).map((name) => line.indexOf(name) + name.length);
  return line.slice(Math.max(...ends)).replace(/^[\s:=[("']+/, "");
}

/** What a line holds of lists: all of it, what stands before a log prefix, or what stands behind it. */
function numberPieces(line: string): string[] {
  return line.split(PREFIX).filter((piece) => LIST.test(piece));
}

function decimals(piece: string): number {
  return Math.max(0, ...[...piece.matchAll(/\.(\d+)/g)].map(([, digits]) => digits!.length));
}
