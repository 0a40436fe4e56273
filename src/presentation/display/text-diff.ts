import { diffArrays } from "diff";
import type { Graph } from "../../ir/graph/graph.js";
import { graphLines } from "./graph-text.js";
import { bundle, type MimeBundle } from "./view.js";

/** Unchanged lines that are shown around a change. */
const CONTEXT = 2;

interface Line {
  readonly mark: "+" | "-" | " ";
  readonly text: string;
}

/**
 * Shows what differs between two texts, or between two graphs such as the IR before and after a pass, line by line.
 * Of graphs, the numbers of the values are not compared: one operator more shifts them all.
 * @param title what is compared, one line
 */
export function textDiff(before: string | Graph, after: string | Graph, title = "Difference"): MimeBundle {
  const [a, b] = [linesOf(before), linesOf(after)];
  const masked = typeof before !== "string" && typeof after !== "string";
  const same = (x: string, y: string): boolean => (masked ? mask(x) === mask(y) : x === y);
  const lines = changes(a, b, same);
  const count = (mark: Line["mark"]): number => lines.filter((line) => line.mark === mark).length;
  const [added, removed] = [count("+"), count("-")];
  return bundle({
    heading:
      added + removed === 0
        ? `${title}: nothing differs`
        : `${title}: ${lineCount(removed)} out, ${lineCount(added)} in`,
    ...(added + removed === 0 ? {} : { code: hunks(lines).join("\n"), changes: true }),
  });
}

const lineCount = (count: number): string => `${count} ${count === 1 ? "line" : "lines"}`;

function linesOf(source: string | Graph): string[] {
  if (typeof source !== "string") return graphLines(source);
  return source.replace(/\n$/, "").split("\n");
}

const mask = (line: string): string => line.replace(/%\d+/g, "%");

function changes(a: readonly string[], b: readonly string[], same: (x: string, y: string) => boolean): Line[] {
  return diffArrays([...a], [...b], { comparator: same }).flatMap(({ added, removed, value }) =>
    value.map((text): Line => ({ mark: added ? "+" : removed ? "-" : " ", text })),
  );
}

/** The changed lines with a few around them; what is left out between them is counted. */
function hunks(lines: readonly Line[]): string[] {
  const near = lines.map((_, i) =>
    lines.slice(Math.max(0, i - CONTEXT), i + CONTEXT + 1).some(({ mark }) => mark !== " "),
  );
  const shown: string[] = [];
  let left = 0;
  const note = (): void => {
    if (left > 0) shown.push(`@@ ${lineCount(left)} equal @@`);
    left = 0;
  };
  for (const [i, { mark, text }] of lines.entries()) {
    if (!near[i]) left++;
    else {
      note();
      shown.push(`${mark} ${text}`);
    }
  }
  note();
  return shown;
}
