import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { C_FLAGS } from "../../../src/boards/board/compile.js";
import { runnerFolder, runnerSources } from "../../../src/boards/board/runner-files.js";
import { MODEL } from "./firmware.js";
import { needs } from "./tools.js";

const RISC_V = ["-misa-spec=2.2", "-march=rv32imc", "-mabi=ilp32"];
const NO_LIBRARY = ["-ffreestanding", "-isystem", new URL("freestanding", import.meta.url).pathname];
const compilers: [compiler: string, flags: string[]][] = [
  ["cc", []],
  ["riscv64-unknown-elf-gcc", [...RISC_V, ...NO_LIBRARY]],
  ["xtensa-lx106-elf-gcc", NO_LIBRARY],
];

test.for(compilers)("the runner compiles with %s without a warning", async ([compiler, flags], context) => {
  needs(context, compiler);
  const shared = (await runnerSources("qemu")).filter((file) => !file.includes("/"));
  expect(shared.length).toBeGreaterThan(3);
  const files = [...shared.map((file) => join(runnerFolder(), file)), MODEL];
  const strict = [...C_FLAGS, "-Werror", "-pedantic", "-O2", "-fsyntax-only", `-I${runnerFolder()}`];
  const { status, stderr } = spawnSync(compiler, [...strict, ...flags, ...files], { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(status).toBe(0);
});

test("ESP-IDF's component compiles every file of the runner", async () => {
  const component = readFileSync(join(runnerFolder(), "idf", "CMakeLists.txt"), "utf8");
  const shared = (await runnerSources("host")).filter((file) => !file.includes("/"));
  for (const file of [...shared, "port.c"]) expect(component).toContain(`"${file}"`);
});
