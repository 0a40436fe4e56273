import type { Graph } from "./graph.js";
import { printGraph } from "./print.js";

/** One operator's line: in both graphs (` `), in the first only (`-`), in the second only (`+`). */
export interface GraphDiffLine {
  readonly mark: " " | "-" | "+";
  readonly text: string;
}

/** What a pass did to a graph, as `diff` shows two texts. */
export interface GraphDiff {
  readonly removed: number;
  readonly added: number;
  readonly lines: readonly GraphDiffLine[];
}

/**
 * Compares two graphs operator by operator in Relay's text form, types written short (`int8[1, 28, 28, 16]`). Operators
 * are the same when their text is, whatever numbers the values have.
 */
export function diffGraphs(before: Graph, after: Graph): GraphDiff {
  const [a, b] = [operatorLines(before), operatorLines(after)];
  const [aKeys, bKeys] = [a.map(withoutNumbers), b.map(withoutNumbers)];
  const common = commonLengths(aKeys, bKeys);
  const lines: GraphDiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && aKeys[i] === bKeys[j]) {
      lines.push({ mark: " ", text: b[j]! });
      i++;
      j++;
    } else if (j === b.length || (i < a.length && common[i + 1]![j]! >= common[i]![j + 1]!)) {
      lines.push({ mark: "-", text: a[i++]! });
    } else {
      lines.push({ mark: "+", text: b[j++]! });
    }
  }
  const count = (mark: GraphDiffLine["mark"]): number => lines.filter((line) => line.mark === mark).length;
  return { removed: count("-"), added: count("+"), lines };
}

/** The body of the printed graph, an operator a line, with types as this project writes them. */
function operatorLines(graph: Graph): string[] {
  return printGraph(graph)
    .split("\n")
    .filter((line) => line.startsWith("  "))
    .map((line) =>
      line
        .trim()
        .replace(/;$/, "")
        .replace(/ \/\* ty=([^*]*) \*\/$/, "  : $1")
        .replace(/(meta\[relay\.Constant\]\[\d+\]) \/\* ty=([^*]*) \*\//g, "constant $2")
        .replace(/ \/\* ty=[^*]* \*\//g, "")
        .replace(/Tensor\[\(([^)]*)\), (\w+)\]/g, "$2[$1]"),
    );
}

const withoutNumbers = (line: string): string => line.replace(/%\d+/g, "%");

/** `lengths[i][j]`: of the longest common subsequence of a from i and b from j. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint32Array[] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    const [here, below] = [lengths[i]!, lengths[i + 1]!];
    for (let j = b.length - 1; j >= 0; j--)
      here[j] = a[i] === b[j] ? below[j + 1]! + 1 : Math.max(below[j]!, here[j + 1]!);
  }
  return lengths;
}
