import { describe, expect, test } from "vitest";
import { formatNpy } from "../../src/base/tensor/npy.js";
import { serializeModel } from "../../src/formats/onnx/write.js";
import { floats, node } from "../quantization/quantize/tiny-model.js";
import { invoke } from "./invoke.js";
import { build, floatDraft, quantizedDraft, ramp } from "./qlinear-model.js";
import { type Change, changed, conv, inputs, refuse, replace } from "./refused-models.js";
import { workspace } from "./workspace.js";

const files = workspace();

describe("quantize refuses a model", () => {
  test.each<[string, Change, RegExp]>([
    [
      "with an operator that nobody knows",
      (d) => {
        d.nodes.relu = node("Foo", ["c"], ["y"], {}, "Foo_1");
      },
      /Foo/,
    ],
    [
      "with a float64 input",
      (d) => {
        d.input = { ...d.input, dtype: "float64" };
      },
      /x: activations must be float32, got float64/,
    ],
    [
      "with a float16 input",
      (d) => {
        d.input = { ...d.input, dtype: "float16" };
      },
      /x: activations must be float32, got float16/,
    ],
    ["with an attribute that nobody knows", conv({ deformable: 1 }), /deformable/],
    ["with groups that do not fit", conv({ group: 3 }), /Conv_1/],
    ["with three strides", conv({ strides: [1, 1, 1] }), /Conv_1/],
    [
      "with NaN in its weights",
      replace("w", floats([4, 2, 3, 3], new Array(72).fill(Number.NaN))),
      /initializer "w": NaN/,
    ],
    ["with infinite weights", replace("w", floats([4, 2, 3, 3], new Array(72).fill(Infinity))), /must be finite/],
    [
      "of opset 9",
      (d) => {
        d.opset = 9;
      },
      /opset must be at least 10/,
    ],
    [
      "of opset 26",
      (d) => {
        d.opset = 26;
      },
      /opset 26/,
    ],
    [
      "of IR version 14",
      (d) => {
        d.irVersion = 14;
      },
      /IR version 14/,
    ],
  ])("%s", async (_, change, expected) => {
    expect(await refuse(files, "quantize", changed(floatDraft(), change))).toMatch(expected);
  });

  test("with a uint8 input that nothing casts: a line for each obstacle", async () => {
    const model = changed(floatDraft(), (d) => {
      d.input = { ...d.input, dtype: "uint8" };
    });
    const options = ["--output_model", files.path("out.onnx"), "--calibrate_dataset", files.path("set.npy")];
    const path = files.write("uint8.onnx", serializeModel(model));
    files.write("set.npy", formatNpy(ramp("float32", [3, 2, 6, 6], 0.1)));
    const { code, err } = await invoke("quantize", "--input_model", path, ...options);
    expect(code).toBe(2);
    expect(err).toMatch(/^espdl-lab: Conv_1 \(Conv\): the data of a float convolution must be float32, got uint8/m);
  });

  test("that is quantized already", async () => {
    expect(await refuse(files, "quantize", build(quantizedDraft()))).toMatch(
      /Quantize_1: the model is already quantized/,
    );
  });
});

describe("preprocess refuses a model", () => {
  test.each<[string, Change, RegExp]>([
    [
      "with an operator that nobody knows",
      (d) => {
        d.nodes.relu = node("Foo", ["c"], ["y"], {}, "Foo_1");
      },
      /Foo/,
    ],
    ["with an attribute that nobody knows", conv({ deformable: 1 }), /deformable/],
    ["with shapes that contradict each other", inputs("conv", (n) => n.with(1, "b")), /Conv_1/],
    ["with groups that do not fit", conv({ group: 3 }), /Conv_1/],
    [
      "of opset 6",
      (d) => {
        d.opset = 6;
      },
      /opset 6/,
    ],
    [
      "of IR version 2",
      (d) => {
        d.irVersion = 2;
      },
      /IR version 2/,
    ],
  ])("%s", async (_, change, expected) => {
    expect(await refuse(files, "preprocess", changed(floatDraft(), change))).toMatch(expected);
  });
});
