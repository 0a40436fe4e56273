import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { Link } from "../../src/boards/board/index.js";
import { openSerialPort } from "../../src/boards/board/serial-port.js";
import { captureTrace } from "../../src/boards/capture/capture-trace.js";
import { layersOf } from "../../src/boards/capture/layers-file.js";
import { runOnBoard } from "../../src/boards/capture/run-on-board.js";
import { kernelFiles } from "../../src/codegen/c/kernel-files.js";
import { stringLiteral } from "../../src/codegen/c/text.js";
import { bisect } from "../../src/comparison/bisect/bisect.js";
import { linkSuspect } from "../../src/comparison/bisect/link-suspect.js";
import { compileEspdl } from "../../src/espdl/compile.js";
import { embeddedInputs } from "../../src/espdl/embedded-vectors.js";
import type { EspdlModel } from "../../src/espdl/model.js";
import { compileEspdlForBoard } from "../../src/espdl/portable.js";
import { espDlId, espDlProject } from "../../src/espdl/project.js";
import { readEspdl } from "../../src/espdl/read.js";
import { interpret } from "../../src/execution/interpreter/interpret.js";
import { openPty } from "../boards/board/pty.js";
import { needs } from "../boards/board/tools.js";
import { portableCases } from "../codegen/espdl/cases.js";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "espdl-idf-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const NAMES = ["ppqnet_twoin_s3_s8", "ppqnet_residual_p4_s8", "ppqnet_shuffle_s3_s8", "ppqnet_grul0_s3_s8"];
const cases = portableCases().filter(({ name }) => NAMES.includes(name));

/** What the fake model is told of the file. */
function nodesHeader({ graph }: EspdlModel, ids: ReadonlyMap<string, string>): string {
  const list = (names: readonly string[]): string =>
    `{${names.map((name) => stringLiteral(ids.get(name) ?? name)).join(", ")}}`;
  const nodes = graph.nodes.map((node, i) => `{"node${i}", ${list(node.inputs)}, ${list(node.outputs)}}`);
  return `#include <string>\n#include <vector>
struct Node { std::string name; std::vector<std::string> inputs, outputs; };
static const Node NODES[] = {${nodes.join(",\n")}};
static const std::vector<std::string> PARAMETERS = ${list(graph.initializers.map(({ name }) => name))};
static const std::vector<std::string> INPUTS = ${list(graph.inputs.map(({ name }) => name))};
static const std::vector<std::string> OUTPUTS = ${list(graph.outputs.map(({ name }) => name))};\n`;
}

describe("a project around Espressif's ESP-DL", () => {
  test.for(cases)(
    "$name: its C++ serves a model over a pty",
    { timeout: 600_000 },
    async ({ name, chip, model }, context) => {
      needs(context, "g++", "cc", "python3");
      const bytes = model();
      const parsed = readEspdl(bytes);
      const program = compileEspdl(parsed, { chip });
      const sample = embeddedInputs(parsed, chip);
      const project = join(folder, name);
      const write = (path: string, content: string | Uint8Array): void => {
        mkdirSync(dirname(join(project, path)), { recursive: true });
        writeFileSync(join(project, path), content);
      };
      for (const [path, content] of espDlProject(bytes, parsed, program, sample)) write(path, content);
      const { library } = compileEspdlForBoard(parsed, { chip });
      for (const { path, text } of [...library.files, library.code.boardModel])
        if (/\.[ch]$/.test(path)) write(`portable/${path.split("/").at(-1)}`, text);
      for (const { name: file, text } of kernelFiles("espdl").accelerated) write(`portable/${file}`, text);
      write("portable/nodes.h", nodesHeader(parsed, new Map()));
      copyFileSync(here("esp-dl-headers/fake-model.cpp"), join(project, "portable/fake-model.cpp"));
      const program0 = build(project);
      const pty = await openPty();
      const { spawn } = await import("node:child_process");
      const board = spawn(program0, { stdio: ["pipe", "pipe", "pipe"] });
      pty.process.stdout.pipe(board.stdin);
      board.stdout.pipe(pty.process.stdin);
      const link = await Link.open(pty.path, await openSerialPort(pty.path, 115_200));
      try {
        expect(link.description.model).toBe(espDlId(bytes));
        const layers = layersOf(program);
        const expected = new Map(interpret(program, sample).layers.map(({ id, tensor }) => [id, tensor]));
        const trace = await captureTrace(link, layers, sample);
        expect(trace.layers.map(({ id }) => id).sort()).toEqual(layers.map(({ id }) => id).sort());
        for (const { id, tensor } of trace.layers) expect(tensor.data, id).toEqual(expected.get(id)!.data);
        const { outputs } = await runOnBoard(link, layers, sample);
        expect(outputs.size).toBe(program.outputs.length);
        const found = await bisect(program, interpret(program, sample), linkSuspect({ link }, program, sample));
        expect([found.verdict, found.layers]).toEqual(["equal", []]);
      } finally {
        await link.close();
        board.kill();
        pty.process.kill();
      }
    },
  );
});

/** Compiles the project's C++ against the headers, the link, the portable model behind it. */
function build(project: string): string {
  const board = here("../../templates/board");
  const includes = [
    `-I${here("esp-dl-headers")}`,
    `-I${join(project, "main")}`,
    `-I${join(project, "portable")}`,
    `-I${board}`,
  ];
  const flags = ["-O0", "-Wall", "-Wextra", "-Werror", "-fno-strict-aliasing", ...includes];
  const run = (compiler: string, args: readonly string[]): void =>
    void execFileSync(compiler, [...flags, ...args], { cwd: project, stdio: ["ignore", "pipe", "pipe"] });
  const cpp = ["main/app_main.cpp", "main/espdl_model.cpp", "portable/fake-model.cpp"];
  run("g++", ["-std=c++17", "-c", ...cpp]);
  const link = ["crc32", "frame", "link", "lists", "run"].map((file) => join(board, `${file}.c`));
  run("cc", ["-std=c99", "-c", ...link]);
  run("cc", ["-std=c99", "-c", "-Despdl_serve=serve_application", join(board, "host/port.c")]);
  const portable = join(project, "portable");
  const sources = kernelFiles("espdl");
  for (const { name, text } of [...sources.headers, ...sources.sources]) writeFileSync(join(portable, name), text);
  run("cc", [
    "-std=c99",
    "-ffp-contract=off",
    "-c",
    ...sources.sources.map(({ name }) => join(portable, name)),
    ...["default_lib0.c", "default_lib1.c", "espdl_model.c", "esp_kernel.c"]
      .map((file) => join(portable, file))
      .filter((file) => !file.endsWith("/espdl_model.c")),
  ]);
  run("cc", ["-std=c99", "-c", join(portable, "espdl_model.c"), "-o", "portable_model.o"]);
  const program = join(project, "board");
  execFileSync("sh", ["-c", `g++ *.o -o ${JSON.stringify(program)} -lpthread`], { cwd: project });
  return program;
}
