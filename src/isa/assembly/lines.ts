/** A line without comments and with the blanks at its ends gone; empty lines stay, so that the index is the line. */
export function codeLines(text: string): string[] {
  const lines: string[] = [];
  let inComment = false;
  for (const raw of text.split(/\r?\n/)) {
    let line = "";
    let rest = raw;
    for (;;) {
      if (inComment) {
        const end = rest.indexOf("*/");
        if (end < 0) break;
        rest = rest.slice(end + 2);
        inComment = false;
      }
      const start = rest.search(/\/\*|\/\/|#(?!\s*(?:include|if|ifdef|ifndef|elif|else|endif|define|undef)\b)/);
      if (start < 0) {
        line += rest;
        break;
      }
      line += `${rest.slice(0, start)} `;
      if (!rest.startsWith("/*", start)) break;
      rest = rest.slice(start + 2);
      inComment = true;
    }
    lines.push(line.trim());
  }
  return lines;
}

/** Operands or macro arguments: commas part them, and blanks where no operator holds two words together. */
export function words(text: string): string[] {
  const joined = text
    .trim()
    .replace(/\s*([+*/|&^]|<<|>>)\s*/g, "$1")
    .replace(/\s+\(/g, "(");
  return joined === "" ? [] : joined.split(/\s*,\s*|\s+/);
}
