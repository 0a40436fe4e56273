import { describe, expect, it } from "vitest";
import { UserError } from "../../../src/base/errors.js";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import type { OnnxModel } from "../../../src/formats/onnx/model.js";
import { postOrder } from "../../../src/ir/graph/order.js";
import { verifyGraph } from "../../../src/ir/graph/verify.js";
import { importModel } from "../../../src/ir/import/import-model.js";
import { compileForDebug } from "../../../src/ir/passes/compile.js";
import { floats, ints64, onnxModel, onnxNode, scale, zero } from "./model.js";

/** Operators and shapes of the imported graph, as `op[shape]`. */
function imported(model: OnnxModel): string[] {
  const graph = importModel(model);
  verifyGraph(graph, "import");
  return postOrder(graph).map(
    (node) => `${node.op}[${node.results.map((result) => result.type.shape.join()).join(" ")}]`,
  );
}

const CONV = {
  sx: scale(0.5),
  sw: scale(0.25),
  sy: scale(1),
  z: zero(),
  w: Tensor.zeros("int8", [8, 4, 3, 3]),
};
const CONV_INPUTS = ["x", "sx", "z", "w", "sw", "z", "sy", "z"];
const int8 = { x: ["int8", [1, 4, 8, 8]] as const };

function conv(changes: Record<string, Tensor> = {}, inputs = CONV_INPUTS, attributes = {}): OnnxModel {
  return onnxModel([onnxNode("QLinearConv", inputs, attributes)], {
    inputs: int8,
    initializers: { ...CONV, ...changes },
  });
}

describe("importModel refuses in one line", () => {
  const vector = (n: number): Tensor => Tensor.zeros("int8", [n]);
  it.each<[string, OnnxModel, string]>([
    [
      "asymmetric weights",
      conv({ zw: zero("int8", 7) }, CONV_INPUTS.with(5, "zw")),
      "QLinearConv_1: weight zero point must be 0, got 7 (asymmetric weights do not run on ESP-DL; requantize with --weight_symmetric)",
    ],
    [
      "uint8 activations",
      conv({ zx: zero("uint8") }, CONV_INPUTS.with(2, "zx")),
      "QLinearConv_1: input must be int8, got uint8",
    ],
    [
      "uint8 weights",
      conv({ w: Tensor.zeros("uint8", [8, 4, 3, 3]) }),
      "QLinearConv_1: the weight must be int8, got uint8",
    ],
    [
      "asymmetric activations",
      conv({ zy: zero("int8", -3) }, CONV_INPUTS.with(7, "zy")),
      "QLinearConv_1: output zero point must be 0, got -3",
    ],
    [
      "a bias input",
      conv({ b: new Tensor("int32", [8], new Int32Array(8)) }, [...CONV_INPUTS, "b"]),
      "the bias must be an int8 Add behind the convolution",
    ],
    ["a scale of 0", conv({ sx: scale(0) }), "QLinearConv_1: input scale must be positive and finite, got 0"],
    ["a scale of NaN", conv({ sw: scale(Number.NaN) }), "weight scale must be positive and finite, got NaN"],
    [
      "too few channel scales",
      conv({ sw: floats(1, 1), zw: vector(2) }, CONV_INPUTS.with(5, "zw")),
      "must have 8 scales and zero points, got 2 scales and 2 zero points",
    ],
    [
      "groups that do not divide",
      conv({}, CONV_INPUTS, { group: 3 }),
      "QLinearConv_1: qnn.conv2d: 3 groups do not divide 4 → 8 channels",
    ],
    ["a stride of 0", conv({}, CONV_INPUTS, { strides: [0, 1] }), "attribute strides must be positive, got [0, 1]"],
    [
      "negative pads",
      conv({}, CONV_INPUTS, { pads: [-1, 0, 0, 0] }),
      "attribute pads must not be negative, got [-1, 0, 0, 0]",
    ],
    [
      "an unknown auto_pad",
      conv({}, CONV_INPUTS, { auto_pad: "SOME" }),
      "attribute auto_pad must be NOTSET, VALID, SAME_UPPER or SAME_LOWER, got SOME",
    ],
    [
      "a computed scale",
      onnxModel([onnxNode("QLinearConv", CONV_INPUTS.with(1, "x"))], { inputs: int8, initializers: CONV }),
      "input scale must be a constant, got a computed value",
    ],
    [
      "an unknown operator",
      onnxModel([onnxNode("DeformConv", ["x"])]),
      "DeformConv_1: must be an operator of ESP-DL's TVM flow, got ai.onnx.DeformConv",
    ],
    [
      "a missing input",
      onnxModel([onnxNode("Relu", ["nobody"])]),
      "Relu_1: input nobody must be made by an earlier node, got nothing",
    ],
    [
      "an output nobody makes",
      onnxModel([onnxNode("Relu", ["x"])], { outputs: ["gone"] }),
      "output gone: must be made by a node, got nothing",
    ],
    [
      "an attribute of another type",
      onnxModel([onnxNode("Softmax", ["x"], { axis: "last" })]),
      "Softmax_1: attribute axis must be of type int, got string",
    ],
    [
      "a float64 input",
      onnxModel([onnxNode("Relu", ["x"])], { inputs: { x: ["float64", [1]] } }),
      "input x: must be float32, an integer or bool, got float64",
    ],
    [
      "an empty dimension",
      onnxModel([onnxNode("Relu", ["x"])], { inputs: { x: ["float32", [1, 0]] } }),
      "input x: every dimension must be positive, got [1, 0]",
    ],
    [
      "an input more than the operator has",
      onnxModel([onnxNode("Relu", ["x", "x"])]),
      "Relu_1: Relu of opset 13 must have no input 1, got x",
    ],
    [
      "a reshape that does not fit",
      onnxModel([onnxNode("Reshape", ["x", "s"])], { initializers: { s: ints64(3, 3) } }),
      "Reshape_1: reshape: float32[1, 4, 8, 8] cannot be reshaped to [3, 3]",
    ],
    [
      "a huge pad",
      onnxModel([onnxNode("Pad", ["x", "p"])], { initializers: { p: ints64(0, 0, 2 ** 30, 0, 0, 0, 0, 0) } }),
      "is too large",
    ],
  ])("%s", (_, model, message) => {
    let thrown: unknown;
    try {
      compileForDebug(model);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(UserError);
    expect((thrown as Error).message).toContain(message);
    expect((thrown as Error).message).not.toContain("\n");
  });
});

describe("importModel", () => {
  it("runs a 1-D convolution with a height of 1 and adds its bias inside", () => {
    const model = onnxModel(
      [onnxNode("QLinearConv", CONV_INPUTS, { pads: [1, 1] }, ["c"]), onnxNode("Add", ["c", "b"])],
      {
        inputs: { x: ["int8", [1, 4, 9]] },
        initializers: { ...CONV, w: Tensor.zeros("int8", [8, 4, 3]), b: Tensor.zeros("int8", [8, 1, 1]) },
      },
    );
    expect(imported(model)).toEqual([
      "expand_dims[1,4,1,9]",
      "qnn.conv2d[1,8,1,9]",
      "qnn.requantize[1,8,1,9]",
      "add[1,8,1,9]",
      "squeeze[1,8,9]",
    ]);
  });

  it.each<[string, OnnxModel, string[]]>([
    [
      "1-D pooling",
      onnxModel([onnxNode("MaxPool", ["x"], { kernel_shape: [2], strides: [2] })], {
        inputs: { x: ["float32", [1, 4, 8]] },
      }),
      ["expand_dims[1,4,1,8]", "nn.max_pool2d[1,4,1,4]", "squeeze[1,4,4]"],
    ],
    [
      "SAME_LOWER max pooling",
      onnxModel([onnxNode("MaxPool", ["x"], { kernel_shape: [3, 3], strides: [2, 2], auto_pad: "SAME_LOWER" })]),
      ["nn.pad[1,4,9,9]", "nn.max_pool2d[1,4,4,4]"],
    ],
    [
      "SAME_UPPER average pooling",
      onnxModel([onnxNode("AveragePool", ["x"], { kernel_shape: [3, 3], strides: [2, 2], auto_pad: "SAME_UPPER" })]),
      ["nn.avg_pool2d[1,4,4,4]"],
    ],
    [
      "Softmax of old over several axes",
      onnxModel([onnxNode("Softmax", ["x"])], { opset: 11 }),
      ["reshape[1,256]", "nn.softmax[1,256]", "reshape[1,4,8,8]"],
    ],
    ["Flatten at another axis", onnxModel([onnxNode("Flatten", ["x"], { axis: -1 })]), ["reshape[32,8]"]],
    ["Squeeze of all ones", onnxModel([onnxNode("Squeeze", ["x"])]), ["squeeze[4,8,8]"]],
    [
      "Unsqueeze at the end",
      onnxModel([onnxNode("Unsqueeze", ["x", "a"])], { initializers: { a: ints64(-1, 0) } }),
      ["expand_dims[1,1,4,8,8]", "expand_dims[1,1,4,8,8,1]"],
    ],
    [
      "Split by attribute",
      onnxModel([onnxNode("Split", ["x"], { axis: 1, split: [1, 3] }, ["y", "z"])], { opset: 11, outputs: ["y", "z"] }),
      ["split[1,1,8,8 1,3,8,8]"],
    ],
    ["Clip without bounds", onnxModel([onnxNode("Clip", ["x"])]), ["clip[1,4,8,8]"]],
    ["Reduce over all axes", onnxModel([onnxNode("ReduceMean", ["x"], { keepdims: 0 })]), ["mean[]"]],
    [
      "a float MatMul",
      onnxModel([onnxNode("MatMul", ["x", "w"])], { initializers: { w: Tensor.zeros("float32", [8, 5]) } }),
      ["reshape[32,8]", "nn.dense[32,5]", "reshape[1,4,8,5]"],
    ],
    [
      "Resize to sizes",
      onnxModel([onnxNode("Resize", ["x", "", "", "s"], { mode: "nearest" })], {
        initializers: { s: ints64(1, 4, 16, 4) },
      }),
      ["image.resize2d[1,4,16,4]"],
    ],
    [
      "HardSwish",
      onnxModel([onnxNode("HardSwish", ["x"])], { opset: 14 }),
      ["multiply[1,4,8,8]", "add[1,4,8,8]", "clip[1,4,8,8]", "multiply[1,4,8,8]"],
    ],
    [
      "a symbolic batch as 1",
      onnxModel([onnxNode("Relu", ["x"])], { inputs: { x: ["float32", ["N", 3]] } }),
      ["nn.relu[1,3]"],
    ],
  ])("%s", (_, model, nodes) => {
    expect(imported(model)).toEqual(nodes);
  });

  it("shares an initializer that several nodes read, and folds transposed weights", () => {
    const model = onnxModel(
      [
        onnxNode("DequantizeLinear", ["x", "s", "z"], {}, ["f"]),
        onnxNode("Relu", ["f"], {}, ["r"]),
        onnxNode("QuantizeLinear", ["r", "s", "z"]),
      ],
      { inputs: int8, initializers: { s: scale(0.5), z: zero() } },
    );
    const [dequantize, , quantize] = postOrder(importModel(model));
    expect(dequantize?.inputs[1]).toBe(quantize?.inputs[1]);
    expect(quantize?.origin).toEqual({ onnx: ["QuantizeLinear_1"], exponent: -1 });
  });
});
