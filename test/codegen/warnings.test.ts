import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type GeneratedCode, generateCode } from "../../src/codegen/c/generate.js";
import { kernelFiles } from "../../src/codegen/c/kernel-files.js";
import { compileForBoard } from "../../src/codegen/compile-for-board.js";
import { planMemory } from "../../src/codegen/memory/plan.js";
import { compileEspdl } from "../../src/espdl/compile.js";
import { readEspdl } from "../../src/espdl/read.js";
import { readModel } from "../../src/formats/onnx/read.js";
import { needs } from "../boards/board/tools.js";
import { goldenCases } from "../golden/cases.js";
import { normalizations, products, recurrent, reductions, selections } from "../kernels-ref/c-twins/float-islands.js";
import { functions } from "../kernels-ref/c-twins/functions.js";
import { indexing } from "../kernels-ref/c-twins/indexing.js";
import { Twins } from "../kernels-ref/c-twins/twins.js";
import { portableCases } from "./espdl/cases.js";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const RISC_V = ["-misa-spec=2.2", "-march=rv32imc", "-mabi=ilp32"];
const NO_LIBRARY = [
  "-ffreestanding",
  "-isystem",
  path("freestanding"),
  "-isystem",
  path("../boards/board/freestanding"),
];
const compilers: [compiler: string, flags: string[]][] = [
  ["cc", ["-O1"]],
  ["riscv64-unknown-elf-gcc", [...RISC_V, ...NO_LIBRARY]],
  ["xtensa-lx106-elf-gcc", NO_LIBRARY],
];

const folder = mkdtempSync(join(tmpdir(), "espdl-warnings-"));
const sources: string[] = [];

function put(name: string, text: string): string {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

/** Each model is one file, its headers written into it: one compiler run for all of them. */
beforeAll(() => {
  const files = kernelFiles("espdl");
  const kernels = [...files.headers, ...files.sources, ...files.accelerated].map(({ name, text }) => put(name, text));
  sources.push(...kernels.filter((file) => file.endsWith(".c")));
  const model = (name: string, { files, boardModel }: GeneratedCode): void => {
    const texts = [...files, boardModel].map(({ text }) => text.replace(/#include "tvmgen_[a-z_]+\.h"\n/g, ""));
    sources.push(put(`${name}.c`, texts.join("\n")));
  };
  for (const golden of goldenCases())
    model(golden.name, compileForBoard(readModel(golden.path("quant.onnx"))).library.code);
  for (const golden of portableCases().filter((_, i) => i % 12 === 0)) {
    const program = compileEspdl(readEspdl(golden.model()), { chip: golden.chip });
    model(golden.name, generateCode(program, planMemory(program)));
  }
  for (const build of [functions, indexing, reductions, normalizations, selections, products, recurrent]) {
    const twins = new Twins();
    build(twins);
    model(build.name, generateCode(twins.program(), planMemory(twins.program())));
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.for(compilers)("kernels and all models compile with %s without a warning", ([compiler, flags], context) => {
  needs(context, compiler);
  const strict = ["-std=c99", "-Wall", "-Wextra", "-Werror", "-pedantic", "-fsyntax-only"];
  const includes = [`-I${folder}`, `-I${path("../../templates/board")}`];
  const { status, stderr } = spawnSync(compiler, [...strict, ...flags, ...includes, ...sources], { encoding: "utf8" });
  expect(stderr.slice(0, 2000)).toBe("");
  expect(status).toBe(0);
});
