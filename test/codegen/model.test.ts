import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { extract } from "tar-stream";
import { describe, expect, test } from "vitest";
import { planMemory } from "../../src/codegen/memory/plan.js";
import { type ModelLibrary, modelLibrary } from "../../src/codegen/model/model-library.js";
import { tar } from "../../src/codegen/model/tar.js";
import { readModel } from "../../src/formats/onnx/read.js";
import { fuse } from "../../src/ir/fuse/fuse.js";
import { compileForDebug } from "../../src/ir/passes/compile.js";
import { goldenCase } from "../golden/cases.js";

function library(name: string): ModelLibrary {
  const program = fuse(compileForDebug(readModel(goldenCase(name).path("quant.onnx"))).program);
  return modelLibrary(program, planMemory(program));
}
const file = ({ files }: ModelLibrary, path: string): string => files.find((found) => found.path === path)!.text;

async function unpacked(archive: Uint8Array): Promise<Map<string, string>> {
  const entries = new Map<string, string>();
  const reader = extract();
  reader.end(archive);
  for await (const entry of reader) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    entries.set(entry.header.name, Buffer.concat(chunks).toString());
  }
  return entries;
}

describe("model library", () => {
  test("holds what TVM's has, and the kernels", async () => {
    const made = library("tutorial_nhwc");
    const entries = await unpacked(await tar(made.files));
    expect(entries.size).toBe(made.files.length);
    for (const path of [
      "./metadata.json",
      "./codegen/host/src/default_lib0.c",
      "./codegen/host/src/default_lib1.c",
      "./codegen/host/include/tvmgen_default.h",
      "./runtime/include/espdl_kernels.h",
      "./runtime/src/esp-conv2d.c",
    ])
      expect([...entries.keys()]).toContain(path);
    expect(entries.get("./metadata.json")).toBe(file(made, "metadata.json"));
  });

  test("the same model gives the same bytes", async () => {
    expect(await tar(library("bias_wrap2").files)).toEqual(await tar(library("bias_wrap2").files));
  });

  test("tar unpacks it", async (context) => {
    if (spawnSync("tar", ["--version"]).status !== 0) return context.skip("needs tar");
    const folder = mkdtempSync(join(tmpdir(), "espdl-tar-"));
    const made = library("bias_wrap2");
    writeFileSync(join(folder, "model.tar"), await tar(made.files));
    expect(spawnSync("tar", ["-xf", "model.tar"], { cwd: folder }).status).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(["codegen", "metadata.json", "model.tar", "runtime"]);
    const source = "codegen/host/src/default_lib1.c";
    expect(readFileSync(join(folder, source), "utf8")).toBe(file(made, source));
    rmSync(folder, { recursive: true });
  });

  test("metadata tells the sizes", () => {
    const made = library("mz_two_out");
    const { modules } = JSON.parse(file(made, "metadata.json"));
    const [main] = modules.default.memory.functions.main;
    expect(Object.keys(main.outputs)).toEqual(["output0", "output1"]);
    const bytes = [...Object.values(main.inputs), ...Object.values(main.outputs)].map(
      (port) => (port as { size: number }).size,
    );
    expect(main.io_size_bytes).toBe(bytes.reduce((a, b) => a + b));
    expect(main.constants_size_bytes).toBe(made.code.constantBytes);
    expect(main.workspace_size_bytes % 16).toBe(0);
  });

  test("the tutorial's buffer is what the first convolution writes", () => {
    const made = library("tutorial_nhwc");
    const source = file(made, "codegen/host/src/default_lib1.c");
    expect(source).toContain("tvmgen_default_esp_main_0(sid_1_let, constant_0_let, constant_1_let, sid_4_let)");
    expect(source).toContain("#include <stdio.h>");
    expect(source).toMatch(/esp_dl_nn_conv2d_s8_wrapper\(/);
    expect(source).toMatch(/char activation\[\] = "relu";/);
    expect(source).toContain("int kernel_shape[] = {16, 3, 3, 3};");
    const header = file(made, "codegen/host/include/tvmgen_default.h");
    expect(header).toContain("struct tvmgen_default_inputs {\n  void* input;\n};");
    expect(header).toContain("struct tvmgen_default_outputs {\n  void* output;\n};");
  });

  test("weights are const and aligned", () => {
    const constants = file(library("tutorial_nhwc"), "codegen/host/src/default_lib0.c");
    const arrays = constants.match(/^.*constant_\d+_let\[.*$/gm) ?? [];
    expect(arrays.length).toBeGreaterThan(4);
    for (const line of arrays)
      expect(line).toMatch(/^const \w+ constant_\d+_let\[\d+\] __attribute__\(\(aligned\(16\)\)\) =/);
  });
});
