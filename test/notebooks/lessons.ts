import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadNative, loadTfjs } from "../../src/convert/proof/tfjs.js";
import { joinText, type Notebook, type Output, readNotebook } from "../../src/kernel/notebook/format.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const FOLDER = join(ROOT, "notebooks");

const hasQemu = ["qemu-system-riscv32", "riscv64-unknown-elf-gcc"].every(
  (tool) => spawnSync(tool, ["--version"], { stdio: "ignore" }).status === 0,
);

/** Lesson 9 needs TensorFlow.js, an optional part; its committed outputs are those without the native one. */
const trainsHere = (await loadTfjs()) !== undefined && (await loadNative()) === undefined;

/** File names of the lessons, in order. */
export const LESSONS: readonly string[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".ipynb") && (trainsHere || !name.startsWith("09_")))
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
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "lessons", private: true }));
  symlinkSync(ROOT, join(packages, "espdl-lab"), "junction");
  symlinkSync(join(ROOT, "node_modules", "@types"), join(packages, "@types"), "junction");
}

/** Cells with this tag need QEMU, and count instructions of whatever compiler is installed. */
const QEMU = "qemu";

/** What each code cell put out: the text that a terminal would show. Cells of QEMU without their numbers; none where it is not. */
export function outputTexts({ cells }: Notebook): string[] {
  return cells
    .filter(({ cell_type, metadata }) => cell_type === "code" && (hasQemu || !metadata.tags?.includes(QEMU)))
    .map(({ outputs = [], metadata }) => {
      const text = cellText(outputs);
      return metadata.tags?.includes(QEMU) ? text.replace(/\d+([.,]\d+)*/g, "#") : text;
    });
}

/** Outputs one below the other; text that a program prints may come in one piece or in several. */
function cellText(outputs: readonly Output[]): string {
  let all = "";
  for (const output of outputs) {
    const { data, text, traceback } = output as Output & {
      readonly data?: Readonly<Record<string, string | string[]>>;
      readonly text?: string | string[];
      readonly traceback?: readonly string[];
    };
    const shown = joinText(text ?? data?.["text/plain"] ?? traceback?.join("\n") ?? "");
    all += output.output_type === "stream" ? shown : `${shown}\n`;
  }
  return all;
}
