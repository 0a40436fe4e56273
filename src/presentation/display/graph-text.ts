import type { Graph } from "../../ir/graph/graph.js";
import { printGraph } from "../../ir/graph/print.js";

/**
 * A graph as a line an operator, shorter than Relay's own text: `%2 = add(%1, const int8[16, 1, 1]) : int8[1, 16, 28, 28]`.
 * Constants have no number and scalars no type.
 */
export function graphLines(graph: Graph): string[] {
  return printGraph(graph)
    .split("\n")
    .slice(2)
    .map((line) => /^ {2}(.*?) \/\* ty=((?:(?!\*\/).)*) \*\/;?$/.exec(line))
    .flatMap((found) => (found === null ? [] : [`${operands(found[1]!)} : ${types(found[2]!)}`]));
}

function operands(text: string): string {
  return types(
    text.replace(/meta\[relay\.Constant\]\[\d+\] \/\* ty=(.*?) \*\//g, "const $1").replace(/ \/\* ty=\w+ \*\//g, ""),
  );
}

const types = (text: string): string => text.replace(/Tensor\[\(([\d, ]*)\), (\w+)\]/g, "$2[$1]");
