import { describe, expect, test } from "vitest";
import { formatNpy } from "../../src/base/tensor/npy.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import type { OnnxModel } from "../../src/formats/onnx/model.js";
import { serializeModel } from "../../src/formats/onnx/write.js";
import { floatModel, imageModel, noise } from "../check/models.js";
import { node } from "../quantization/quantize/tiny-model.js";
import { invoke } from "./invoke.js";
import { refused } from "./refused.js";
import { workspace } from "./workspace.js";

const files = workspace();
const write = (model: OnnxModel): string => files.write("float.onnx", serializeModel(model));
const set = (tensor: Tensor): string => files.write("calib.npy", formatNpy(tensor));

function quantizing(model: OnnxModel, samples: Tensor, ...more: readonly string[]): string[] {
  const options = ["--input_model", write(model), "--output_model", files.path("int8.onnx")];
  return ["quantize", ...options, "--calibrate_dataset", set(samples), ...more];
}

let dumps = 0;

/** Quantizes, then runs `input` if there is one; the warnings of quantize. */
async function flow(model: OnnxModel, samples: Tensor, input?: Tensor, ...more: readonly string[]): Promise<string> {
  const { code, err } = await invoke(...quantizing(model, samples, ...more));
  expect(err.replace(/^warning: .*\n/gm, "")).toBe("");
  expect(code).toBe(0);
  if (input !== undefined) {
    const image = files.write("input.npy", formatNpy(input));
    const run = await invoke(
      "debug",
      "--target_chip",
      "esp32s3",
      "--model_path",
      files.path("int8.onnx"),
      "--img_path",
      image,
      "--dump_root",
      files.path(`dump${dumps++}`),
    );
    expect(run.code).toBe(0);
    // What quantize leaves in float is said once.
    expect(run.err).toMatch(/^(warning: .*int8\.onnx: is a float model: .*\n)?$/);
  }
  return err;
}

const float64 = ({ shape, data }: Tensor) => new Tensor("float64", shape, Float64Array.from(data as Float32Array));
const filled = (value: number) => new Tensor("float32", [12, 3, 12, 12], new Float32Array(12 * 432).fill(value));

describe("free dimensions", () => {
  test.each([
    ["named", ["N", 3, "h", "w"] as const, ["h", "w"]],
    ["unnamed", [1, 3, null, null] as const, ["x.2", "x.3"]],
  ])("%s: asked for with the samples' size, then taken from --dim", async (_, shape, [h, w]) => {
    const model = imageModel(shape);
    const { code, err } = await invoke(...quantizing(model, noise([12, 3, 12, 12])));
    expect(code).toBe(2);
    expect(err).toContain(`espdl-lab: input x: dimension ${h} (axis 2) is free; fix it with --dim ${h}=12 `);
    expect(err).toContain(`--dim ${w}=12 at preprocess or quantize (the samples have 12)\n`);
    const sizes = ["--dim", `${h}=12`, "--dim", `${w}=12`];
    await flow(model, noise([12, 3, 12, 12]), noise([1, 3, 12, 12]), ...sizes);
  });

  test("a first axis of samples that is not 1 is no batch", async () => {
    const model = floatModel(["T", 16], [node("MatMul", ["x", "w"], ["y"])], { w: noise([16, 4]) });
    expect(await refused(files.path(), ...quantizing(model, noise([12, 10, 16])))).toContain(
      "dimension T (axis 0) is free; fix it with --dim T=10",
    );
    await flow(model, noise([12, 10, 16]), noise([10, 16]), "--dim", "T=10");
  });

  test("a quantized file with one is asked for too: memory never answers for a size of 1", async () => {
    await flow(imageModel(["N", 3, 12, 12]), noise([12, 3, 12, 12]));
    const { readModel } = await import("../../src/formats/onnx/read.js");
    const model = readModel(files.path("int8.onnx"));
    const inputs = model.graph.inputs.map((input) => ({ ...input, shape: ["N", 3, "h", 12] }));
    const open = files.write("open.onnx", serializeModel({ ...model, graph: { ...model.graph, inputs } }));
    expect(await refused(files.path(), "memory", "--model_path", open)).toContain("dimension h (axis 2) is free");
  });
});

describe("first axes", () => {
  test.each([
    ["a batch of 4, samples on an axis of their own", [12, 4, 3, 12, 12]],
    ["a batch of 4, samples end to end", [48, 3, 12, 12]],
  ])("%s", async (_, shape) => {
    await flow(imageModel([4, 3, 12, 12]), noise(shape), noise([4, 3, 12, 12]));
  });

  test("samples saved with the batch axis of 1", async () => {
    await flow(imageModel([1, 3, 12, 12]), noise([12, 1, 3, 12, 12]), noise([1, 3, 12, 12]));
  });

  test.each([
    ["one sample", [7]],
    ["several", [12, 7]],
  ])("rank 1: %s", async (_, shape) => {
    const model = floatModel([7], [node("MatMul", ["x", "w"], ["y"])], { w: noise([7, 4]) });
    await flow(model, noise(shape), noise([7]));
  });

  test("rows that make no whole samples are refused, with the form that would do", async () => {
    expect(await refused(files.path(), ...quantizing(imageModel([4, 3, 12, 12]), noise([13, 3, 12, 12])))).toContain(
      "save [samples, 4, 3, 12, 12]",
    );
  });
});

describe("types and layouts", () => {
  test("float64 is converted, and said", async () => {
    const warnings = await flow(imageModel([1, 3, 12, 12]), float64(noise([12, 3, 12, 12])));
    expect(warnings).toContain("input x: float64 is converted to float32\n");
    const same = files.path("int8.onnx");
    const image = files.write("input.npy", formatNpy(float64(noise([1, 3, 12, 12]))));
    const { code, err } = await invoke("debug", "--target_chip", "esp32s3", "--model_path", same, "--img_path", image);
    expect([code, err]).toEqual([0, expect.stringContaining("float64 is converted to float32")]);
  });

  test("channels last are recognised, in a set and in an input", async () => {
    const model = imageModel([1, 3, 12, 12]);
    expect(await refused(files.path(), ...quantizing(model, noise([12, 12, 12, 3])))).toContain(
      "its channels are last; save array.transpose(0,3,1,2)",
    );
    await flow(model, noise([12, 3, 12, 12]));
    const image = files.write("input.npy", formatNpy(noise([1, 12, 12, 3])));
    const debug = ["debug", "--target_chip", "esp32s3", "--model_path", files.path("int8.onnx"), "--img_path", image];
    expect(await refused(files.path(), ...debug)).toContain("its channels are last; save array.transpose(0,3,1,2)");
  });

  test("uint8 pixels for a float input: scale them", async () => {
    const model = imageModel([1, 3, 12, 12]);
    expect(await refused(files.path(), ...quantizing(model, noise([12, 3, 12, 12], "uint8")))).toContain(
      'scale the values as in training and save array.astype("float32")',
    );
  });
});

describe("calibrations that cannot be right are warned of, by the tensor", () => {
  const model = imageModel([1, 3, 12, 12]);
  test.each([
    ["all zero", filled(0), "warning: input x is constant, 0 in all samples;"],
    ["one value", filled(0.5), "warning: input x is constant, 0.5 in all samples;"],
    ["tiny", filled(1e-30).reshape([12, 3, 12, 12]), "warning: input x is constant, 1e-30 in all samples;"],
  ])("%s", async (_, samples, line) => {
    expect(await flow(model, samples)).toContain(line);
  });

  test.each([
    ["far too small", 1e-30],
    ["far too large", 1e9],
  ])("%s", async (_, factor) => {
    const samples = noise([12, 3, 12, 12]);
    samples.data.forEach((value, i) => {
      samples.data[i] = Number(value) * factor;
    });
    expect(await flow(model, samples)).toMatch(
      /warning: input x has values of at most \S+ in magnitude, which cannot be right/,
    );
  });

  test("an outlier that is clipped by far", async () => {
    const samples = noise([400, 3, 12, 12]);
    samples.data[100] = 400;
    const percentile = ["--calibrate_method", "percentile"];
    expect(await flow(model, samples, undefined, ...percentile)).toMatch(
      /warning: input x reaches 400 and is clipped at [\d.]+;/,
    );
  });

  test("fewer than 10 samples; an ordinary set has no warning of its own", async () => {
    expect(await flow(model, noise([9, 3, 12, 12]))).toContain("warning: only 9 samples calibrate the model");
    expect(await flow(model, noise([10, 3, 12, 12]))).not.toMatch(/samples/);
  });
});

describe("--keep_float", () => {
  const model = imageModel([1, 3, 12, 12]);
  test("leaves nodes in float, by the names of the file", async () => {
    const { readModel } = await import("../../src/formats/onnx/read.js");
    const types = () => readModel(files.path("int8.onnx")).graph.nodes.map(({ opType }) => opType);
    await flow(model, noise([12, 3, 12, 12]), noise([1, 3, 12, 12]));
    expect(types()).toContain("QLinearConv");
    await flow(model, noise([12, 3, 12, 12]), noise([1, 3, 12, 12]), "--keep_float", "features/0/Conv");
    expect(types()).toContain("Conv");
    expect(types()).not.toContain("QLinearConv");
  });

  test("an unknown name is refused with the nearest", async () => {
    const line = await refused(
      files.path(),
      ...quantizing(model, noise([12, 3, 12, 12]), "--keep_float", "features/0/conv1"),
    );
    expect(line).toContain("--keep_float: no node is called features/0/conv1");
    expect(line).toContain("did you mean features/0/Conv?");
  });
});
