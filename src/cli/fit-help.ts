import { SCREEN, wrap } from "../presentation/display/wrap.js";

const COMMAND = /^ *espdl-lab /;

/** A help text whose lines fit the screen: sentences are broken at spaces, command lines before an option, as a shell takes them. */
export function fitHelp(text: string): string {
  return text
    .split("\n")
    .map((line) => (line.length <= SCREEN ? line : COMMAND.test(line) ? broken(line) : wrapped(line)))
    .join("\n");
}

function wrapped(line: string): string {
  const indent = /^ */.exec(line)![0];
  return wrap(line.trim(), indent);
}

function broken(line: string): string {
  const goesOn = line.endsWith(" \\");
  const words = (goesOn ? line.slice(0, -2) : line).split(/ (?=--)/);
  const lines = [words[0]!];
  for (const word of words.slice(1)) {
    const longer = `${lines.at(-1)} ${word}`;
    // Two columns are for the backslash.
    if (longer.length + 2 <= SCREEN) lines[lines.length - 1] = longer;
    else lines.push(`    ${word}`);
  }
  return lines.join(" \\\n") + (goesOn ? " \\" : "");
}
