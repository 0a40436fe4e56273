import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { UserError } from "../../src/base/errors.js";
import { exportProject } from "../../src/codegen/project/export-project.js";
import { readModel } from "../../src/formats/onnx/read.js";
import { readSample } from "../../src/quantization/dataset/samples.js";
import { breakProject } from "../../src/tour/break-project.js";
import { paddingLine } from "../../src/tour/padding-line.js";
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

test.each([
  ["group_conv", "1, 1, 1, 1, 1, 1, 0};", "1, 1, 1, 1, 0, 0, 0};"],
  ["conv3x3_relu_pc", "1, 1, 1, 1, 1, 1, 0};", "1, 1, 1, 1, 0, 0, 0};"],
])("%s: a convolution of the portable kernel", async (name, before, after) => {
  const broken = breakProject(await exported(name), files.path(`broken_${name}`));
  expect([broken.before.endsWith(before), broken.after.endsWith(after)]).toEqual([true, true]);
  expect(broken.after.slice(0, -after.length)).toBe(broken.before.slice(0, -before.length));
});

test("a convolution in float or int32, and one that is transposed", () => {
  const window = "{1, 8, 8, 3, 4, 4, 2, {192, 24, 3, 1}, {32, 8, 2, 1}, 3, 3, 2, 2, 1, 1, 1, 1, 0, 0}";
  const line = `  static const struct espdl_direct conv = {${window}, 3, {27, 9, 3, 1}};`;
  expect(paddingLine([line, "  espdl_conv2d_f32(&conv, in0, in1, out0);"], 0)).toEqual({
    at: 0,
    strided: true,
    after: line.replace("1, 1, 1, 1, 0, 0}", "1, 1, 0, 0, 0, 0}"),
  });
  expect(paddingLine([line, "  espdl_conv2d_transpose_f32(&conv, in0, in1, out0);"], 0)).toBeUndefined();
});

test("a convolution of an .espdl", () => {
  const line =
    "  static const struct dl_conv conv = {{0, DL_HALF_UP, 0, 32, 0, 0}, 1, 14, 14, 32, 7, 7, 32, 3, 3, 2, 2, 1, 1, 1, 1, 0};";
  const after = line.replace("2, 2, 1, 1, 1, 1, 0}", "2, 2, 1, 1, 0, 0, 0}");
  expect(paddingLine([line], 0)).toEqual({ at: 0, strided: true, after });
});

test("a model without such a convolution: one element of the call in its middle", async () => {
  const project = await exported("gemm_mlp_pc");
  const { file, line, before, after } = breakProject(project, files.path("dense"));
  expect([before, after]).toEqual(["  return 0;", "  out0[0]++; return 0;"]);
  const above = readFileSync(join(project, file), "utf8").split("\n").slice(0, line).reverse();
  expect(above.find((text) => text.startsWith(" * ONNX: "))).toBe(" * ONNX: Relu_1");
});

test("a folder without a project", () => {
  mkdirSync(files.path("empty"));
  expect(() => breakProject(files.path("empty"), files.path("none"))).toThrow(UserError);
  expect(() => breakProject(files.path("empty"), files.path("none"))).toThrow("give a project made by");
});
