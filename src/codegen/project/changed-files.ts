import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { structuredPatch } from "diff";
import { kernelFiles } from "../c/kernel-files.js";
import type { ModelLibrary } from "../model/model-library.js";
import { readProjectSums, sha256 } from "./write-project.js";

/** What a person is expected to edit: the application itself. */
const APPLICATION = /^main\/(?!espdl_model\.c$)/;
/** Stretches of lines that are named. */
const LISTED = 4;

/**
 * Sources that a project's board is built of and that are no longer as they were exported, one line each:
 * `esp-conv2d.c was changed since export, lines 101–104`. Lines are known where this program still writes that file.
 * @param project a folder that `export` wrote; of any other nothing is said
 * @param library what the model compiles to
 */
export function changedFiles(project: string, library: ModelLibrary): string[] {
  const { files, code } = library;
  const { headers, sources, accelerated } = kernelFiles("espdl");
  const texts = [...files, code.boardModel, ...headers, ...sources, ...accelerated].map(({ text }) => text);
  const bySum = new Map(texts.map((text) => [sha256(text), text]));
  return [...readProjectSums(project)].flatMap(([path, sum]) => {
    if (!/\.[chS]$/.test(path) || APPLICATION.test(path)) return [];
    const file = join(project, path);
    if (!existsSync(file)) return [`${path} was removed since export`];
    const now = readFileSync(file);
    if (sha256(now) === sum) return [];
    const before = bySum.get(sum);
    const where = before === undefined ? "" : linesOf(before, now.toString());
    return [`${path} was changed since export${where}`];
  });
}

function linesOf(before: string, now: string): string {
  const { hunks } = structuredPatch("", "", before, now, "", "", { context: 0 });
  const shown = hunks.slice(0, LISTED).map(({ newStart, newLines }) => {
    if (newLines <= 1) return String(newStart);
    return `${newStart}–${newStart + newLines - 1}`;
  });
  if (shown.length === 0) return "";
  const single = shown.length === 1 && !shown[0]!.includes("–");
  return `, line${single ? "" : "s"} ${shown.join(", ")}${hunks.length > LISTED ? ", …" : ""}`;
}
