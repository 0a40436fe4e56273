import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Edit } from "./fault.js";

/** Changes a file of a project. @throws Error when what is to be changed does not stand there exactly once. */
export function applyEdit(project: string, edit: Edit): void {
  const path = join(project, edit.file);
  const text = readFileSync(path, "utf8");
  const [start, end] = edit.within === undefined ? [0, text.length] : bodyOf(text, edit.within);
  const part = text.slice(start, end);
  writeFileSync(
    path,
    text.slice(0, start) + (edit.values ? changedTable(part, edit.values) : replaced(part, edit)) + text.slice(end),
  );
}

/** From a definition's name to its closing brace at the start of a line. */
function bodyOf(text: string, name: string): [number, number] {
  const starts = [...text.matchAll(new RegExp(`^[a-zA-Z].*\\b${name}[(\\[][^;]*[{]$`, "gm"))];
  if (starts.length !== 1) throw new Error(`${name}: defined ${starts.length} times`);
  const start = starts[0]!.index;
  return [start, text.indexOf("\n}", start) + 2];
}

function replaced(text: string, { file, find, replace }: Edit): string {
  const parts = text.split(find!);
  if (parts.length !== 2) throw new Error(`${file}: ${JSON.stringify(find)} stands there ${parts.length - 1} times`);
  return parts.join(replace!);
}

/** A table as its compiler reads it, the changed values in one line. */
function changedTable(text: string, change: (values: number[]) => readonly number[]): string {
  const open = text.indexOf("{") + 1;
  const before = text
    .slice(open, text.lastIndexOf("}"))
    .split(",")
    .map((value) => value.trim().replace(/^INT64_C\((.*)\)$/, "$1"));
  const after = change(before.map((value) => (value.includes("x") ? hexFloat(value) : Number.parseInt(value, 10))));
  if (after.length !== before.length) throw new Error(`${before.length} values became ${after.length}`);
  return `${text.slice(0, open)}${after.join(", ")}}`;
}

/** `-0x1.8p-3f` as a number. */
function hexFloat(text: string): number {
  const [, sign, whole, fraction = "", power] = /^(-?)0x([01])(?:\.([0-9a-f]+))?p([+-]?\d+)f?$/.exec(text)!;
  const mantissa = Number.parseInt(`${whole}${fraction}`, 16) / 16 ** fraction.length;
  return (sign === "-" ? -1 : 1) * mantissa * 2 ** Number(power);
}
