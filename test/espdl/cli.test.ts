import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { formatNpy, parseNpy } from "../../src/base/tensor/npy.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import { sealPack } from "../../src/espdl/pack.js";
import { readEspdl } from "../../src/espdl/read.js";
import { withTestVectors } from "../../src/espdl/test-vectors.js";
import { writeEspdl } from "../../src/espdl/write.js";
import { serializeModel } from "../../src/formats/onnx/write.js";
import { readTrace } from "../../src/formats/trace/read.js";
import { invoke, linesOf } from "../cli/invoke.js";
import { workspace } from "../cli/workspace.js";
import { type EspdlCase, espdlCase } from "../golden/espdl-cases.js";
import { floatOnnx } from "./float-onnx.js";

const files = workspace();
const KEY = "00112233445566778899aabbccddeeff";

function write(golden: EspdlCase): string {
  return files.write(`${golden.name}.espdl`, golden.model());
}

/** Every line of a text fits a screen of 100 columns. */
function fits(text: string): void {
  for (const line of linesOf(text)) expect(line.length, line).toBeLessThanOrEqual(100);
}

const mnist = espdlCase("ppq_mnist_s3_s8");

describe("verify", () => {
  it.each([
    ["ppq_mnist_p4_s8", [], 0, "exact    logits  int8 [1, 10] · 2^-2"],
    ["ppq_conv1d_relu_esp32p4_s16", [], 0, "computes int16 in float32"],
    ["ppq_input_skip_add_esp32p4_s8", [], 1, "/Add does not look at its scales 2^-5, 2^-4"],
    ["ppq_conv_sat20_s3_esp32s3_s8", ["--target_chip", "esp32s3"], 0, "exact"],
    ["ppq_conv_sat20_s3_esp32s3_s8", ["--target_chip", "esp32s3", "--s3_lanes"], 1, "144 sums of /c/Conv saturate"],
    ["ppq_conv1d_relu_esp32p4_s8", ["--target_chip", "esp32p4"], 0, "PASSES: on esp32p4"],
    ["ppq_tiny_cnn_c_s8", [], 0, "PASSES: on c"],
  ])("%s %j: exit code %d", async (name, args, code, text) => {
    const outcome = await invoke("verify", write(espdlCase(name)), ...args);
    expect(outcome.out.replace(/\s+/g, " ")).toContain(text.replace(/\s+/g, " "));
    expect(outcome.code).toBe(code);
    fits(outcome.out);
  });

  it("says which chip the vectors hold on when they do not on this one", async () => {
    const wrong = espdlCase("ppq_tiny_cnn_esp32p4_s8");
    const differs = await invoke("verify", write(wrong), "--target_chip", "c");
    expect([differs.code, differs.out.replace(/\s+/g, " ")]).toEqual([
      1,
      expect.stringContaining("with --target_chip esp32p4 it does"),
    ]);
  });

  it("asks for the chip where the file does not tell, and says what it guessed where it does", async () => {
    const asked = await invoke("verify", write(mnist));
    expect([asked.code, asked.out]).toEqual([2, ""]);
    expect(asked.err).toMatch(/may be for esp32s3 or esp32p4 .* add --target_chip\n$/);
    const guessed = await invoke("verify", write(espdlCase("ppq_tiny_cnn_c_s8")));
    expect(guessed.err).toMatch(/^warning: .* taken for c, its weights have the layout NHWC/);
  });

  it("opens encrypted files with their key only", async () => {
    const path = files.write("secret.espdl", writeEspdl(readEspdl(mnist.model()), KEY));
    const chip = ["--target_chip", "esp32s3"];
    expect((await invoke("verify", path, ...chip, "--key", KEY)).code).toBe(0);
    for (const key of [[], ["--key", KEY.replace("0", "f")], ["--key", "12"]]) {
      const outcome = await invoke("verify", path, ...chip, ...key);
      expect([outcome.code, outcome.out, linesOf(outcome.err).length]).toEqual([2, "", 1]);
    }
  });
});

it("a pack is asked for one of its models by name", async () => {
  const models = ["ppq_tiny_cnn_c_s8", "ppq_act_elu_c_s8"].map((name) => ({ name, bytes: espdlCase(name).model() }));
  const path = files.write("pack.espdl", sealPack(models, "v1"));
  for (const command of ["verify", "lint", "inspect"]) {
    expect((await invoke(command, path, "--target_chip", "c", "--model", "ppq_act_elu_c_s8")).code).toBe(0);
    const { code, err } = await invoke(command, path, "--target_chip", "c");
    expect([code, err]).toEqual([2, expect.stringContaining("the pack holds ppq_tiny_cnn_c_s8, ppq_act_elu_c_s8")]);
  }
});

describe("lint", () => {
  it("tells node, reason, size and remedy, and exits with 1 on an error", async () => {
    const { code, out } = await invoke(
      "lint",
      write(espdlCase("ppq_concat_diff_exp_esp32s3_s8")),
      "--target_chip",
      "esp32s3",
    );
    expect(code).toBe(1);
    for (const text of [
      "/Concat (Concat)  shared-input",
      "144 of 720 elements differ (20.0 %), by up to 60 steps",
      "→ put an operator",
      "1 error, 0 warnings, 0 notes",
    ])
      expect(out).toContain(text);
    fits(out);
    const clean = await invoke("lint", write(mnist), "--target_chip", "esp32p4");
    expect([clean.code, clean.out]).toEqual([0, "esp32p4: 0 errors, 0 warnings, 0 notes\n"]);
  });

  it("measures on one's own input, and says when there is none", async () => {
    const { graph, ...rest } = readEspdl(espdlCase("ppq_input_skip_add_esp32p4_s8").model());
    const bare = files.write(
      "bare.espdl",
      writeEspdl({ ...rest, graph: { ...graph, testInputs: [], testOutputs: [] } }),
    );
    const unmeasured = await invoke("lint", bare);
    expect(unmeasured.out.replace(/\s+/g, " ")).toContain('not measured: input "input": the file embeds no test input');
    const zeros = files.write("zeros.npy", formatNpy(Tensor.zeros("float32", [1, 8, 6, 6])));
    const { findings } = JSON.parse((await invoke("lint", bare, "--img_path", zeros, "--json")).out);
    expect(findings[0].measured).toBeDefined();
  });
});

describe("debug of an .espdl", () => {
  it("writes a trace of the embedded input, or of a float image with channels first", async () => {
    const model = write(mnist);
    const chip = ["--target_chip", "esp32s3"];
    const { code, out } = await invoke("debug", "--model_path", model, ...chip, "--dump_root", files.path("embedded"));
    expect(code).toBe(0);
    fits(out);
    const trace = readTrace(files.path("embedded"));
    const expected = mnist.arrays("outputs_cpp.npz").get("t0")!;
    expect(trace.layers.at(-1)!.tensor.toNumbers()).toEqual(expected.toNumbers().slice(0, 10));
    const [input] = readEspdl(mnist.model()).graph.testInputs;
    const pixels = Float32Array.from(new Int8Array(input!.bytes), (value) => value / 128);
    const image = files.write("image.npy", formatNpy(new Tensor("float32", [1, 1, 28, 28], pixels)));
    await invoke("debug", "--model_path", model, ...chip, "--img_path", image, "--dump_root", files.path("given"));
    expect(readFileSync(files.path("given", "trace.json"), "utf8")).toBe(
      readFileSync(files.path("embedded", "trace.json"), "utf8"),
    );
    const same = await invoke("diff", files.path("given"), model, ...chip);
    expect([same.code, same.out]).toEqual([0, expect.stringContaining("EQUAL: all 9 tensors")]);
    const [file] = JSON.parse(readFileSync(files.path("given", "trace.json"), "utf8")).layers;
    expect(parseNpy(readFileSync(files.path("given", file.file)), "input").dtype).toBe("int8");
  });

  it("refuses an ONNX model without an input, an image of another shape, a model without vectors", async () => {
    const chip = ["--target_chip", "esp32s3"];
    const small = files.write("small.npy", formatNpy(Tensor.zeros("float32", [1, 1, 8, 8])));
    const outcomes = [
      await invoke("debug", "--model_path", "x.onnx", ...chip),
      await invoke("debug", "--model_path", write(mnist), ...chip, "--img_path", small),
      await invoke("debug", "--model_path", write(mnist), "--target_chip", "esp8266"),
    ];
    for (const { code, err } of outcomes) expect([code, linesOf(err).length]).toEqual([2, 1]);
  });
});

describe("diff of .espdl models", () => {
  it("two of them meet by tensor name, in steps of the first one's scale", async () => {
    const wide = write(espdlCase("ppq_mnist_s3_s16"));
    const { code, out } = await invoke("diff", write(mnist), wide, "--target_chip", "esp32s3", "--json");
    const result = JSON.parse(out);
    expect(code).toBe(1);
    expect(result.layers.map(({ id }: { id: string }) => id)).toEqual(
      expect.arrayContaining(["input", "/Relu_output_0", "logits"]),
    );
    const logits = result.layers.at(-1).entire;
    expect(logits.unit).toBe("steps");
    expect(logits.largest).toBeLessThan(3);
    const equal = await invoke("diff", write(mnist), write(mnist), "--target_chip", "esp32s3");
    expect(equal.code).toBe(0);
  });

  it("against the float ONNX: every layer of both, the error within some steps, each layer alone within 1", async () => {
    const model = readEspdl(mnist.model());
    const float = files.write("float.onnx", serializeModel(floatOnnx(model, [1, 1, 28, 28])));
    for (const args of [
      [float, write(mnist)],
      [write(mnist), float],
    ]) {
      const { out, err } = await invoke("diff", ...args, "--target_chip", "esp32s3", "--json");
      expect(err).toBe("");
      const { a, layers } = JSON.parse(out);
      expect(a.runner).toBe("ONNX Runtime");
      expect(layers.map(({ id }: { id: string }) => id)).toEqual([
        ...["input", "/Relu_output_0", "/MaxPool_output_0", "/Relu_1_output_0", "/Relu_2_output_0", "/Relu_3_output_0"],
        ...["/Flatten_output_0", "/Relu_4_output_0", "logits"],
      ]);
      for (const { id, status, entire, single } of layers) {
        expect(status, id).not.toBe("incomparable");
        expect(entire.cosine, id).toBeGreaterThan(0.99);
        // Saturated elements aside, a layer by itself is off by its rounding: half a step, and half one of its input's.
        if (single) expect(single.mae, id).toBeLessThan(0.6);
      }
    }
  });

  it("refuses a pair without anything in common in one line", async () => {
    const other = write(espdlCase("ppq_tiny_cnn_c_s8"));
    const { code, err } = await invoke("diff", write(mnist), other, "--target_chip", "c");
    expect([code, linesOf(err).length]).toEqual([2, 1]);
  });
});

it("embedded vectors of our own making are judged the same", async () => {
  const model = readEspdl(mnist.model());
  const zeros = new Map([["input", Tensor.zeros("int8", [1, 28, 28, 1])]]);
  const wrong = withTestVectors(
    model,
    zeros,
    new Map([["logits", new Tensor("int8", [1, 10], new Int8Array(10).fill(99))]]),
  );
  const path = files.write("wrong.espdl", writeEspdl(wrong));
  const { code, out } = await invoke("verify", path, "--target_chip", "esp32s3");
  expect(code).toBe(1);
  expect(out).toContain("DIFFERS  logits");
  expect(out.replace(/\s+/g, " ")).toContain("not the exporter's simulation, as far as is known");
});
