/** Text never takes more columns: lines that are longer are hard to read. */
const WIDEST = 100;
/** A terminal of fewer columns breaks the lines itself. */
const NARROWEST = 60;

/** Columns that text takes at most: those of the terminal, if the program writes to one, else what `COLUMNS` says. */
export const SCREEN = Math.max(NARROWEST, Math.min(WIDEST, columns() ?? WIDEST));

function columns(): number | undefined {
  // A browser has no process.
  const { stdout, env } = globalThis.process ?? {};
  return stdout?.columns ?? (Number(env?.COLUMNS) || undefined);
}

/** Text of at most {@link SCREEN} columns a line: broken at spaces, every line indented; words too long are cut. */
export function wrap(text: string, indent = ""): string {
  const room = SCREEN - indent.length;
  const lines: string[] = [];
  let line = "";
  for (let word of text.split(" ")) {
    while (word.length > room) {
      if (line !== "") lines.push(line);
      lines.push(word.slice(0, room));
      line = "";
      word = word.slice(room);
    }
    if (line !== "" && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].map((part) => `${indent}${part}`).join("\n");
}
