import { type Cell, joinText, type Notebook, type Output } from "../../src/kernel/notebook/format.js";

/** Longest cells: one idea each. */
const CODE_LINES = 12;
const PROSE_CHARACTERS = 1200;

/** What is wrong with a lesson, a line each: empty for a good one. */
export function faults(notebook: Notebook): string[] {
  const { cells } = notebook;
  return [...cells.flatMap(cellFaults), ...questionFaults(cells)];
}

function cellFaults(cell: Cell, index: number): string[] {
  const source = joinText(cell.source);
  const where = `cell ${index + 1}`;
  const found: string[] = [];
  if (cell.cell_type === "code") {
    const lines = source.split("\n").length;
    if (lines > CODE_LINES) found.push(`${where}: ${lines} lines of code`);
    if (cell.execution_count === null) found.push(`${where}: was not run`);
    for (const output of cell.outputs ?? []) found.push(...outputFaults(output).map((fault) => `${where}: ${fault}`));
  } else if (source.length > PROSE_CHARACTERS) found.push(`${where}: ${source.length} characters of prose`);
  return found;
}

function outputFaults({ output_type, ...output }: Output): string[] {
  if (output_type === "error") return ["an error"];
  const data = (output.data ?? {}) as Record<string, unknown>;
  const html = joinText((data["text/html"] ?? "") as string);
  const found: string[] = [];
  if (/<(script|style|svg|iframe|link|object|embed)\b/i.test(html) || /<[^>]*\son\w+=/i.test(html))
    found.push("HTML that an untrusted notebook drops");
  if ("application/vnd.plotly.v1+json" in data && !html.includes('<img alt="'))
    found.push("a figure without its image");
  if (output.data !== undefined && !("text/plain" in data)) found.push("nothing for a terminal");
  const text = joinText((output.text ?? data["text/plain"] ?? "") as string);
  for (const line of text.split("\n"))
    if (line.length > 120) found.push(`${line.length} columns: ${line.slice(0, 50)}…`);
  return found;
}

/** A lesson ends with a question to try, under a heading of its own. */
function questionFaults(cells: readonly Cell[]): string[] {
  const last = cells.filter(({ cell_type }) => cell_type === "markdown").at(-1);
  const text = last === undefined ? "" : joinText(last.source);
  return /^#+ .*question/im.test(text) && text.includes("?") ? [] : ["no question to try at the end"];
}
