import { cpSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { joinText, type Notebook, readNotebook } from "../../src/kernel/notebook/format.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const FOLDER = join(ROOT, "notebooks");

/** File names of the lessons, in order. */
export const LESSONS: readonly string[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".ipynb"))
  .sort();

/** A lesson as it is committed, with its outputs. */
export const committed = (name: string): Notebook => readNotebook(join(FOLDER, name));

/** A copy of the lessons' folder, without what they wrote, in which they can be run. */
export function copyLessons(): string {
  const folder = mkdtempSync(join(tmpdir(), "espdl-lessons-"));
  cpSync(FOLDER, folder, { recursive: true, filter: (path) => !/[/\\](out|\.ipynb_checkpoints)$/.test(path) });
  return folder;
}

/** Makes the package known in a folder by its name, and what it depends on for types, as `npm install` would. */
export function installPackage(folder: string): void {
  const packages = join(folder, "node_modules");
  mkdirSync(packages);
  symlinkSync(ROOT, join(packages, "espdl-lab"), "junction");
  symlinkSync(join(ROOT, "node_modules", "@types"), join(packages, "@types"), "junction");
}

/** What a cell put out, by cell: the text that a terminal would show. */
export function outputTexts({ cells }: Notebook): string[][] {
  return cells
    .filter(({ cell_type }) => cell_type === "code")
    .map(({ outputs = [], metadata }) => {
      const texts = outputs.map(outputText);
      // The only outputs that may change from run to run.
      return metadata.tags?.includes("times") ? texts.map((text) => text.replace(/\d+([.,]\d+)*/g, "#")) : texts;
    });
}

function outputText(output: Record<string, unknown>): string {
  const { data, text, traceback } = output as {
    data?: Record<string, string | string[]>;
    text?: string | string[];
    traceback?: string[];
  };
  return joinText(text ?? data?.["text/plain"] ?? traceback?.join("\n") ?? "");
}
