import type { LaneRow, Lanes } from "../../../isa/session/lanes.js";
import type { View } from "../view.js";

/** Characters that a row of lanes may take. */
const WIDTH = 92;

/** Registers as lanes, lane 0 first; a star marks what changed, and registers of zeros that did not change are left out. */
export function lanesView({ chip, bits, at, registers }: Lanes): View {
  const shown = registers.filter(({ lanes, changed }) => changed.length > 0 || lanes.some((lane) => lane !== 0));
  const names = Math.max(...registers.map(({ name }) => name.length)) + 1;
  return {
    heading: `Vector registers of the ${chip} in lanes of ${bits} bits${at ? `, after ${at.text}` : ""}`,
    ...(at ? { lines: [at.place] } : {}),
    code: shown.length === 0 ? "all zeros" : shown.flatMap((row) => rowLines(row, names)).join("\n"),
  };
}

function rowLines({ name, lanes, changed }: LaneRow, names: number): string[] {
  const marked = new Set(changed);
  const texts = lanes.map((lane, i) => `${lane}${marked.has(i) ? "*" : " "}`);
  const width = Math.max(...texts.map((text) => text.length)) + 1;
  const perLine = [16, 8, 4, 2, 1].find((count) => count * width <= WIDTH) ?? 1;
  const lines: string[] = [];
  for (let first = 0; first < texts.length; first += perLine) {
    const cells = texts.slice(first, first + perLine).map((text) => text.padStart(width));
    lines.push(`${(first === 0 ? name : "").padEnd(names)}${cells.join("")}`.trimEnd());
  }
  return lines;
}
