import { expect, test } from "vitest";
import { type BoardModel, bisectProject, compileAs } from "../../src/analysis/bisect/bisect-project.js";
import { exportCompiled } from "../../src/codegen/project/export-project.js";
import { compileEspdlForBoard } from "../../src/espdl/portable.js";
import { readEspdl } from "../../src/espdl/read.js";
import { readModel } from "../../src/formats/onnx/read.js";
import { readSample } from "../../src/quantization/dataset/samples.js";
import { breakProject } from "../../src/tour/break-project.js";
import { workspace } from "../cli/workspace.js";
import { feedsOf, portableCases } from "../codegen/espdl/cases.js";
import { goldenCase } from "../golden/cases.js";

const files = workspace();

/** Breaks a project; what bisect finds on it: the layers that are wrong by themselves, and whether the board is broken. */
async function wrongLayers(project: string, model: BoardModel): Promise<number> {
  breakProject(project, `${project}_broken`);
  const { found } = await bisectProject(`${project}_broken`, model, "host");
  expect(found.verdict).toBe("differs");
  return found.layers.filter(({ origin }) => origin === "own").length;
}

test.each(["gemm_mlp_pc", "matmul_3d", "negative_shift", "bias_wrap2", "group_conv", "softmax_unnamed", "mnist_cnn"])(
  "%s: that layer alone is wrong",
  async (name) => {
    const golden = goldenCase(name);
    const model = readModel(golden.path("quant.onnx"));
    const sample = readSample(golden.path("input.npy"), model);
    const compiled = compileAs(model);
    const { project } = await exportCompiled(compiled, { chip: "esp32s3", sample, out: files.path(name) });
    expect(await wrongLayers(project, { compile: () => compiled })).toBe(1);
  },
);

const WANTED =
  /_(act_silu_esp32s3_s8|add_diff_exp_esp32p4_s16|avgpool_pad_3x3_c_s8|conv1d_relu_esp32s3_s8|gemm\w*_s8)$/;
const cases = portableCases().filter(({ name }) => WANTED.test(name));

test.each(cases)("$name: that layer alone is wrong", async ({ name, chip, model, inputs }) => {
  const compiled = compileEspdlForBoard(readEspdl(model()), { chip });
  const sample = feedsOf(compiled.program, inputs());
  const out = files.path(name);
  const { project } = await exportCompiled(compiled, { chip: chip === "c" ? "esp32c3" : chip, sample, out });
  expect(await wrongLayers(project, { compile: () => compiled })).toBe(1);
});

test("the tests above have .espdl files to break", () => {
  expect(cases.length).toBeGreaterThanOrEqual(4);
});
