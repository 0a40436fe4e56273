import { readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { formatNpy, parseNpy } from "../../src/base/tensor/npy.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import { readTrace } from "../../src/formats/trace/read.js";
import { writeTrace } from "../../src/formats/trace/write.js";
import { goldenCase } from "../golden/cases.js";
import { invoke } from "./invoke.js";
import { workspace } from "./workspace.js";

const files = workspace();
const golden = goldenCase("mnist_cnn");
const digit = parseNpy(readFileSync(golden.path("input.npy")));

const debug = (model: string, image: string, to: string) =>
  invoke("debug", "--target_chip", "esp32s3", "--model_path", model, "--img_path", image, "--dump_root", to);

beforeAll(async () => {
  expect((await debug(golden.path("quant.onnx"), golden.path("input.npy"), files.path("int8"))).code).toBe(0);
});

test("only inputs and constants in common: nothing to compare, exit code 2", async () => {
  const { layers } = readTrace(files.path("int8"));
  const given = layers.filter(({ op }) => op === "input" || op === "param");
  expect(given).toHaveLength(39);
  writeTrace(files.path("given"), { runner: "board", model: "mnist", layers: given });
  const { code, out } = await invoke("diff", files.path("int8"), files.path("given"));
  expect(code).toBe(2);
  expect(out).toContain("UNKNOWN: nothing to compare: the two runs have only inputs and constants in common\n");
});

test("other inputs are told before any layer is blamed", async () => {
  const image = files.write("other.npy", formatNpy(new Tensor(digit.dtype, digit.shape, digit.data.slice().reverse())));
  await debug(golden.path("quant.onnx"), image, files.path("other"));
  const { code, out } = await invoke("diff", files.path("int8"), files.path("other"));
  expect(code).toBe(1);
  expect(out).toContain("  the inputs differ: input; give both runs the same before looking further\n");
  expect(out).not.toContain("number their functions differently");
});

test("another network is told as such, in whole words", async () => {
  const other = goldenCase("residual_add");
  await debug(other.path("quant.onnx"), other.path("input.npy"), files.path("residual"));
  const { code, out } = await invoke("diff", files.path("int8"), files.path("residual"));
  expect(code).toBe(1);
  expect(out.replace(/\n {2}/g, " ")).toContain(
    "not the same network: input input is float32 [1, 1, 28, 28] in the reference, float32 [1, 8, 16, 16] in the suspect",
  );
  expect(out).not.toContain("number their functions differently");
});

test("a float model is told as such, and replaces no trace of integers", async () => {
  const [float, image] = [golden.path("float.onnx"), golden.path("input.npy")];
  const before = readFileSync(files.path("int8", "trace.json"));
  const refused = await debug(float, image, files.path("int8"));
  expect(refused.code).toBe(2);
  expect(refused.err).toMatch(/float\.onnx: is a float model, and .*int8 holds the trace of a quantized one; give the/);
  expect(readFileSync(files.path("int8", "trace.json"))).toEqual(before);
  const alone = await debug(float, image, files.path("float"));
  expect([alone.code, alone.err]).toEqual([0, expect.stringContaining("is a float model: nothing in it is quantized")]);
});

test("calibrating on 9 samples warns, on 10 it does not say that they are few by themselves", async () => {
  const all = parseNpy(readFileSync(golden.path("calib.npy")));
  const first = (count: number): string => {
    const shape = [count, ...all.shape.slice(1)];
    const size = shape.reduce((product, extent) => product * extent, 1);
    return files.write(`first${count}.npy`, formatNpy(new Tensor(all.dtype, shape, all.data.slice(0, size))));
  };
  const quantize = (count: number) =>
    invoke(
      ...["quantize", "--input_model", golden.path("preprocessed.onnx"), "--output_model", files.path("q.onnx")],
      ...["--calibrate_dataset", first(count)],
    );
  const [few, enough] = [await quantize(9), await quantize(10)];
  expect([few.code, enough.code]).toEqual([0, 0]);
  expect(few.err).toContain(
    "warning: only 9 samples calibrate the model; give 10 or more that look like its real inputs",
  );
  expect(enough.err).not.toContain("calibrate the model");
});
