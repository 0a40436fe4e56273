import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { UserError } from "../../src/base/errors.js";
import { exportProject } from "../../src/codegen/project/export-project.js";
import { readModel } from "../../src/formats/onnx/read.js";
import { readSample } from "../../src/quantization/dataset/samples.js";
import { breakProject } from "../../src/tour/break-project.js";
import { workspace } from "../cli/workspace.js";
import { goldenCase } from "../golden/cases.js";

const files = workspace();

async function exported(name: string): Promise<string> {
  const golden = goldenCase(name);
  const model = readModel(golden.path("quant.onnx"));
  const sample = readSample(golden.path("input.npy"), model);
  return (await exportProject(model, { chip: "esp32s3", sample, out: files.path(name) })).project;
}

describe("one line of the C made wrong", () => {
  let project = "";
  beforeAll(async () => {
    project = await exported("mnist_cnn");
  });

  test("of the convolution with a stride; everything else is copied, but what a build left", () => {
    mkdirSync(files.path("mnist_cnn/new_project/build"));
    const broken = files.path("broken");
    const { file, line, before, after } = breakProject(project, broken);
    expect([before, after]).toEqual(["  int padding[] = {1, 1, 1, 1};", "  int padding[] = {0, 1, 0, 1};"]);
    const lines = (folder: string): string[] => readFileSync(`${folder}/${file}`, "utf8").split("\n");
    expect(lines(broken)).toEqual(lines(project).with(line - 1, after));
    expect(lines(broken)[line + 1]).toBe("  int strides[] = {2, 2};");
    for (const same of ["layers.json", "sample.npz", "main/app_main.c"]) {
      expect(readFileSync(`${broken}/${same}`)).toEqual(readFileSync(`${project}/${same}`));
    }
    expect(existsSync(`${broken}/build`)).toBe(false);
  });

  test("a copy made earlier is replaced, somebody's folder is not", () => {
    expect(breakProject(project, files.path("broken")).line).toBeGreaterThan(1);
    mkdirSync(files.path("mine"));
    files.write("mine/notes.txt", "x");
    expect(() => breakProject(project, files.path("mine"))).toThrow(/was not made by espdl-lab/);
  });
});

test("without a stride, the first convolution that pads", async () => {
  const { before, after } = breakProject(await exported("residual_add"), files.path("first"));
  expect(before).toMatch(/int padding\[\] = \{[1-9], /);
  expect(after).not.toBe(before);
});

test("a model without such a convolution, a folder without a project", async () => {
  const dense = await exported("gemm_mlp_pc");
  expect(() => breakProject(dense, files.path("none"))).toThrow(UserError);
  expect(() => breakProject(dense, files.path("none"))).toThrow("no convolution of it pads its image");
  mkdirSync(files.path("empty"));
  expect(() => breakProject(files.path("empty"), files.path("none"))).toThrow("give a project made by");
});
