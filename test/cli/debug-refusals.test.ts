import { describe, expect, test } from "vitest";
import { Tensor } from "../../src/base/tensor/tensor.js";
import { floats, node } from "../quantization/quantize/tiny-model.js";
import { quantizedDraft, ramp } from "./qlinear-model.js";
import { all, append, type Change, changed, conv, inputs, pool, refuse, replace, scalar } from "./refused-models.js";
import { workspace } from "./workspace.js";

const files = workspace();

describe("debug refuses a model with", () => {
  test.each<[string, Change, RegExp]>([
    ["an unsupported operator", append("Det"), /Last_1: .*operator.*ai\.onnx\.Det/],
    ["an operator of another domain", append("Relu", {}, [], "my.ops"), /Last_1: .*my\.ops\.Relu/],
    [
      "a float64 input",
      (d) => {
        d.input = { ...d.input, dtype: "float64" };
      },
      /input x: must be float32, an integer or bool, got float64/,
    ],
    [
      "a float16 input",
      (d) => {
        d.input = { ...d.input, dtype: "float16" };
      },
      /got float16/,
    ],
    [
      "an uint8 input that no Cast makes a number of the network",
      (d) => {
        d.input = { ...d.input, dtype: "uint8" };
      },
      /uint8/,
    ],
    [
      "an input of unknown rank",
      (d) => {
        d.input = { ...d.input, shape: undefined };
      },
      /input x: its shape must be known/,
    ],
    ["uint8 activations", replace("xz", Tensor.scalar("uint8", 0)), /Quantize_1: .*must be int8, got uint8/],
    [
      "uint8 weights",
      all(replace("w", Tensor.zeros("uint8", [4, 2, 3, 3])), replace("wz", Tensor.scalar("uint8", 0))),
      /Conv_1: the weight must be int8, got uint8/,
    ],
    [
      "an asymmetric weight",
      replace("wz", Tensor.scalar("int8", 7)),
      /Conv_1: weight zero point must be 0, got 7 \(asymmetric weights do not run on ESP-DL; .*\)/,
    ],
    [
      "asymmetric weights per channel",
      all(replace("ws", floats([4], [1, 1, 1, 1])), replace("wz", new Tensor("int8", [4], Int8Array.of(0, 0, 3, 0)))),
      /Conv_1: weight zero point must be 0, got 3/,
    ],
    ["an asymmetric input", replace("xz", Tensor.scalar("int8", -3)), /Quantize_1: zero point must be 0, got -3/],
    ["an asymmetric output", replace("cz", Tensor.scalar("int8", 5)), /Conv_1: output zero point must be 0, got 5/],
    ["a scale of 0", replace("ws", scalar(0)), /Conv_1: weight scale must be positive and finite, got 0/],
    ["a negative scale", replace("xs", scalar(-1)), /Quantize_1: .*scale must be positive and finite, got -1/],
    [
      "an infinite scale",
      replace("cs", scalar(Infinity)),
      /Conv_1: output scale must be positive and finite, got Infinity/,
    ],
    [
      "a float64 scale",
      replace("ws", Tensor.scalar("float64", 0.5)),
      /Conv_1: weight scale must be float32, got float64/,
    ],
    ["a scale that is no power of two", replace("ws", scalar(0.03)), /Conv_1: .*power of two/],
    [
      "a scale that is computed",
      all(
        (d) => {
          d.nodes = { early: node("Abs", ["x"], ["ws2"], {}, "Abs_1"), ...d.nodes };
        },
        inputs("conv", (n) => n.with(4, "ws2")),
      ),
      /Conv_1: weight scale must be a constant/,
    ],
    ["no scale", inputs("conv", (n) => n.with(4, "")), /Conv_1: input 4 must be given/],
    ["no zero point", inputs("quantize", (n) => n.slice(0, 2)), /Quantize_1: input 2 must be given/],
    ["an empty scale", replace("ws", floats([0], [])), /Conv_1: /],
    ["an empty zero point", replace("xz", Tensor.zeros("int8", [0])), /_1: .*zero point must be one value/],
    [
      "scales for other channels",
      all(replace("ws", floats([3], [1, 1, 1])), replace("wz", Tensor.zeros("int8", [3]))),
      /Conv_1: a per-channel weight must have 4 scales and zero points, got 3 scales/,
    ],
    [
      "one zero point and a scale a channel",
      replace("ws", floats([4], [1, 1, 1, 1])),
      /Conv_1: .*4 scales and 1 zero points/,
    ],
    [
      "an activation scale a channel",
      replace("cs", floats([4], [1, 1, 1, 1])),
      /Conv_1: output scale must be one value/,
    ],
    [
      "a bias inside QLinearConv",
      all(
        inputs("conv", (n) => [...n, "b32"]),
        replace("b32", Tensor.zeros("int32", [4])),
      ),
      /Conv_1: the bias must be an int8 Add/,
    ],
    ["groups that do not divide", conv({ group: 3 }), /Conv_1: .*groups/],
    ["groups that do not fit the kernel", conv({ group: 2 }), /Conv_1: .*kernel must have 1 input channels/],
    ["a group of 0", conv({ group: 0 }), /Conv_1: .*group/],
    [
      "a 3-D convolution",
      all(replace("w", Tensor.zeros("int8", [4, 2, 3, 3, 3])), conv({ kernel_shape: [3, 3, 3] })),
      /Conv_1: the window must slide over 1 or 2 dimensions, got 3/,
    ],
    ["a kernel_shape that the weights do not have", conv({ kernel_shape: [5, 5] }), /Conv_1: .*kernel_shape/],
    [
      "a kernel larger than the image",
      all(replace("w", Tensor.zeros("int8", [4, 2, 9, 9])), conv({ kernel_shape: [9, 9] })),
      /Conv_1: .*does not fit/,
    ],
    ["three strides", conv({ strides: [1, 1, 1] }), /Conv_1: attribute strides must have 2 values, got 3/],
    ["a stride of 0", conv({ strides: [0, 1] }), /Conv_1: attribute strides must be/],
    ["a dilation of 0", conv({ dilations: [1, 0] }), /Conv_1: attribute dilations must be/],
    ["negative pads", conv({ pads: [-1, 0, 0, 0] }), /Conv_1: attribute pads must not be negative/],
    ["two pads", conv({ pads: [1, 1] }), /Conv_1: attribute pads must have 4 values, got 2/],
    ["huge pads", conv({ pads: [1e9, 1e9, 1e9, 1e9] }), /Conv_1: /],
    ["an unknown auto_pad", conv({ auto_pad: "SAME" }), /Conv_1: attribute auto_pad must be/],
    [
      "an attribute of another type",
      conv({ strides: "2" }),
      /Conv_1: attribute strides must be of type ints, got string/,
    ],
    ["an attribute that nobody knows", conv({ deformable: 1 }), /Conv_1: attribute deformable is not supported/],
    ["a pool without dilation", pool({ dilations: [0, 2] }), /Pool_1: .*dilations/],
    [
      "indices of MaxPool",
      (d) => {
        d.nodes.pool = { ...d.nodes.pool!, outputs: ["p", "indices"] };
      },
      /Pool_1: MaxPool must have one output/,
    ],
    [
      "a pool without kernel_shape",
      (d) => {
        d.nodes.pool = { ...d.nodes.pool!, attributes: new Map() };
      },
      /Pool_1: attribute kernel_shape must be given/,
    ],
    ["column-major MaxPool", pool({ storage_order: 1 }), /Pool_1: attribute storage_order must be 0/],
    ["a bias that does not broadcast", replace("b", ramp("int8", [3, 1, 1])), /Bias_1: .*do not broadcast/],
    ["a float bias on int8", replace("b", ramp("float32", [4, 1, 1])), /Bias_1: .*int8.*float32/],
    ["float into QLinearConv", inputs("conv", (n) => n.with(0, "x")), /Conv_1: the data must be int8, got float32/],
    [
      "an impossible reshape",
      all(append("Reshape", {}, ["s"]), replace("s", new Tensor("int64", [2], BigInt64Array.of(1n, 7n)))),
      /Last_1: .*cannot be reshaped to \[1, 7\]/,
    ],
    ["an axis out of range", append("Softmax", { axis: 4 }), /Last_1: .*axis 4/],
    ["an axis out of range in Flatten", append("Flatten", { axis: 9 }), /Last_1: .*axis/],
    ["a permutation that is none", append("Transpose", { perm: [0, 0, 1, 2] }), /Last_1: .*(axes|perm)/],
    [
      "a split that does not add up",
      (d) => {
        d.nodes.last = node("Split", ["y", "s"], ["z", "z2"], { axis: 1 }, "Last_1");
        d.initializers.s = new Tensor("int64", [2], BigInt64Array.of(1n, 9n));
        d.output = "z";
      },
      /Last_1: .*split/i,
    ],
    ["a Concat of other shapes", append("Concat", { axis: 1 }, ["b"]), /Last_1: /],
    ["a Gather", append("Gather", { axis: 1 }, ["b"]), /Last_1: the indices must be int32 or int64, got int8/],
    [
      "opset 6",
      (d) => {
        d.opset = 6;
      },
      /opset 6 of ai\.onnx, expected 7 to 25/,
    ],
    [
      "opset 26",
      (d) => {
        d.opset = 26;
      },
      /opset 26/,
    ],
    [
      "IR version 2",
      (d) => {
        d.irVersion = 2;
      },
      /IR version 2, expected 3 to 13/,
    ],
    [
      "IR version 14",
      (d) => {
        d.irVersion = 14;
      },
      /IR version 14/,
    ],
  ])("%s", async (_, change, expected) => {
    expect(await refuse(files, "debug", changed(quantizedDraft(), change))).toMatch(expected);
  });
});
