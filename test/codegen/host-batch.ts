import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { GeneratedCode } from "../../src/codegen/c/generate.js";
import { kernelFiles } from "../../src/codegen/c/kernel-files.js";
import { run, sharedObject } from "./shared-objects.js";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** Strict, and every write outside of a buffer or undefined step ends the program. */
export const FLAGS = [
  ...["-std=c99", "-O1", "-Wall", "-Wextra", "-Werror", "-ffp-contract=off"],
  ...["-fsanitize=address,undefined", "-fno-sanitize-recover=all"],
];
export const hasCompiler = spawnSync("cc", ["--version"]).status === 0;
const JOBS = 2;
/** Models in one file: a compiler's start and the headers cost as much as a model. */
const TOGETHER = 16;
/** Names that each model's table has for itself. */
const STATIC = /\b(?:(?:input|output|run)_\d+|run_all|nothing|tensors|indices|calls|costs)\b/g;

/** Compiles many models into one program: each model is one file, its global names made its own. */
export class HostBatch {
  readonly folder = mkdtempSync(join(tmpdir(), "espdl-codegen-"));
  private readonly names: string[] = [];
  private readonly texts: string[] = [];

  add(name: string, { files, boardModel }: GeneratedCode): void {
    const prefix = `model${this.names.length}_`;
    const parts = [...files, boardModel].map(({ text }) => text.replace(/#include "tvmgen_[a-z_]+\.h"\n/g, ""));
    const text = parts
      .join("\n")
      .replace(/\btvmgen_default_/g, prefix)
      .replace(/\bTVMGEN_DEFAULT_/g, prefix.toUpperCase())
      .replace(/\bconstant_(\d+)_let\b/g, `${prefix}constant_$1`)
      .replace(/\bespdl_model espdl_model\b/g, `espdl_model ${prefix}model`)
      .replace(STATIC, `${prefix}$&`);
    this.texts.push(text);
    this.names.push(name);
  }

  /** @throws Error with what the compiler said */
  async build(): Promise<void> {
    const { headers, sources, accelerated } = kernelFiles("espdl");
    for (const { name, text } of [...headers, ...sources, ...accelerated]) writeFileSync(join(this.folder, name), text);
    const models = this.names.map((_, i) => `model${i}_`);
    writeFileSync(
      join(this.folder, "models.c"),
      `#include <stddef.h>\n#include "espdl_link.h"\n${models.map((model) => `extern const struct espdl_model ${model}model;`).join("\n")}
const struct espdl_model *const models[] = {${models.map((model) => `&${model}model`).join(", ")}, NULL};\n`,
    );
    const groups = Array.from({ length: Math.ceil(models.length / TOGETHER) }, (_, group) => `group${group}.c`);
    groups.forEach((file, group) => {
      const texts = this.texts.slice(group * TOGETHER, (group + 1) * TOGETHER);
      writeFileSync(join(this.folder, file), texts.join("\n"));
    });
    const surroundings = [...headers, ...accelerated].map(({ text }) => text);
    const include = ["-I.", `-I${path("../../templates/board")}`];
    const kernels = [...sources, ...accelerated].filter(({ name }) => name.endsWith(".c"));
    const own = [...groups, "models.c", path("driver.c")];
    const objects: string[] = [];
    const waiting = [
      ...own.map((file, i) => async () => {
        await run("cc", [...FLAGS, ...include, "-c", file, "-o", `own${i}.o`], this.folder);
        objects.push(`own${i}.o`);
      }),
      ...kernels.map(({ name, text }) => async () => {
        objects.push(await sharedObject(this.folder, name, text, surroundings, FLAGS));
      }),
    ];
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await next();
    };
    await Promise.all(Array.from({ length: JOBS }, work));
    await run("cc", [...FLAGS, ...objects, "-o", "models"], this.folder);
  }

  /** Feeds a model's inputs twice; gives what its calls and then its outputs wrote. */
  runModel(name: string, inputs: Uint8Array): Buffer {
    const result = spawnSync(join(this.folder, "models"), [String(this.names.indexOf(name))], {
      input: Buffer.concat([inputs, inputs]),
      maxBuffer: 2 ** 28,
    });
    if (result.status !== 0) throw new Error(`${name}: ${result.status} ${result.stderr.toString().slice(0, 2000)}`);
    return result.stdout;
  }

  source(name: string): string {
    return this.texts[this.names.indexOf(name)]!;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
