import { cpSync, existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { exportProject } from "../../src/codegen/project/export-project.js";
import { readModel } from "../../src/formats/onnx/read.js";
import { compileForDebug } from "../../src/ir/passes/compile.js";
import { readSample } from "../../src/quantization/dataset/samples.js";
import { goldenCase } from "../golden/cases.js";
import { invoke } from "./invoke.js";
import { workspace } from "./workspace.js";

/** What attacks found, a folder each; those that need no file of theirs are tests of what they attacked. */
const CASES = fileURLToPath(new URL("../../../shared/cases/robust/", import.meta.url));
const files = workspace();
const at = (path: string): string => `${CASES}${path}`;

describe.skipIf(!existsSync(CASES))("files that were found in attacks", () => {
  const uint8 = at("espdl-uint8-test-input/m.espdl");
  const told = 'input "onnx::AveragePool_0": its embedded test input must be int16, got uint8; export the model again';
  test.each([
    ["verify", [uint8, "--target_chip", "esp32p4"]],
    ["debug", ["--target_chip", "esp32s3", "--model_path", uint8, "--dump_root", "nowhere"]],
  ])("espdl-uint8-test-input: %s names the input and its dtype", async (command, args) => {
    expect(await invoke(command, ...args)).toEqual({ code: 2, out: "", err: `espdl-lab: ${told}\n` });
  });

  test("espdl-uint8-test-input: lint says why it could not measure", async () => {
    const { code, out, err } = await invoke("lint", uint8, "--target_chip", "esp32p4");
    expect([code, err]).toEqual([1, ""]);
    expect(out.replaceAll("\n", " ")).toContain(`not measured: ${told}`);
  });

  test("lint-clean-though-output-shape-wrong: both shapes are told before anything runs", async () => {
    const model = at("lint-clean-though-output-shape-wrong/m.espdl");
    const { code, err } = await invoke("verify", model, "--target_chip", "esp32p4");
    expect(code).toBe(2);
    expect(err).toContain('declares its output "3" as [1, 5, 4, 19], it computes [1, 5, 500003, 19]');
    expect((await invoke("lint", model, "--target_chip", "esp32p4")).code).toBe(1);
  });

  test("onnx-declared-output-shape: a warning has both shapes", () => {
    expect(compileForDebug(readModel(at("onnx-declared-output-shape/m.onnx"))).warnings).toEqual([
      "output conv_2_out: the file declares [1, 8, 32, 32], its nodes compute [1, 8, 32, 16]",
    ]);
  });

  test("layers-json-null: the file and the entry are named", async () => {
    const golden = goldenCase("gemm_mlp_pc");
    const model = readModel(golden.path("quant.onnx"));
    const sample = readSample(golden.path("input.npy"), model);
    const { project } = await exportProject(model, { chip: "esp32s3", sample, out: files.path("out") });
    cpSync(at("layers-json-null/layers.json"), `${project}/layers.json`);
    expect(readFileSync(`${project}/layers.json`, "utf8")).toContain("null");
    const { code, err } = await invoke("capture", "--project", project, "--out", files.path("t"));
    expect(code).toBe(2);
    expect(err).toMatch(
      /layers\.json: layers\.0 must be Object, got null; give a project made by "espdl-lab export"\n$/,
    );
  });
});
