/** Columns of a terminal that text takes at most. */
export const SCREEN = 100;

/** Text of at most 100 columns a line: broken at spaces, every line indented; words too long are cut. */
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
