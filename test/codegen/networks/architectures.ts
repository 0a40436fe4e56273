import { Tensor } from "../../../src/base/tensor/tensor.js";
import type { OnnxModel } from "../../../src/formats/onnx/model.js";
import { efficientNetLite0, mobileNetV1, mobileNetV2, resNet8, squeezeNet } from "./classifiers.js";
import { Network, noise } from "./network.js";

function dsCnn(): OnnxModel {
  const net = new Network([1, 1, 25, 10]);
  let x = net.layer("Relu", [net.norm(net.conv("x", 1, 16, 3, { strides: [2, 2] }), 16)]);
  for (let block = 0; block < 2; block++) {
    x = net.layer("Relu", [net.norm(net.conv(x, 16, 16, 3, { group: 16 }), 16)]);
    x = net.layer("Relu", [net.norm(net.conv(x, 16, 16, 1), 16)]);
  }
  x = net.layer("Flatten", [net.layer("GlobalAveragePool", [x])]);
  return net.model(net.dense(x, 16, 12));
}

/** An inverted residual with squeeze and excitation, its gates hard. */
function mobileNetV3(): OnnxModel {
  const net = new Network([1, 8, 12, 12]);
  let x = net.layer("HardSwish", [net.norm(net.conv("x", 8, 24, 1), 24)]);
  x = net.layer("HardSwish", [net.norm(net.conv(x, 24, 24, 3, { group: 24 }), 24)]);
  let gate = net.layer("Relu", [net.conv(net.layer("GlobalAveragePool", [x]), 24, 8, 1)]);
  gate = net.layer("HardSigmoid", [net.conv(gate, 8, 24, 1)]);
  x = net.norm(net.conv(net.layer("Mul", [x, gate]), 24, 8, 1), 8);
  return net.model(net.layer("Add", [x, "x"]));
}

function shuffleNetV2(): OnnxModel {
  const net = new Network([1, 16, 8, 8]);
  const [left, right] = net.op("Split", ["x", net.integers(8, 8)], { axis: 1 }, 2) as [string, string];
  let x = net.layer("Relu", [net.norm(net.conv(right, 8, 8, 1), 8)]);
  x = net.norm(net.conv(x, 8, 8, 3, { group: 8 }), 8);
  x = net.layer("Relu", [net.norm(net.conv(x, 8, 8, 1), 8)]);
  x = net.layer("Concat", [left, x], { axis: 1 });
  x = net.layer("Reshape", [x, net.integers(1, 2, 8, 8, 8)]);
  x = net.layer("Transpose", [x], { perm: [0, 2, 1, 3, 4] });
  return net.model(net.layer("Reshape", [x, net.integers(1, 16, 8, 8)]));
}

function uNet(): OnnxModel {
  const net = new Network([1, 3, 16, 16]);
  const wide = net.layer("Relu", [net.conv("x", 3, 8, 3)]);
  let x = net.layer("MaxPool", [wide], { kernel_shape: [2, 2], strides: [2, 2] });
  x = net.layer("Relu", [net.conv(x, 8, 16, 3)]);
  const up = net.constant(noise([16, 8, 2, 2], 0.3));
  x = net.layer("ConvTranspose", [x, up], { strides: [2, 2], auto_pad: "SAME_UPPER" });
  x = net.layer("Relu", [net.conv(net.layer("Concat", [x, wide], { axis: 1 }), 16, 8, 3)]);
  const pads = net.integers(0, 0, 1, 1, 0, 0, 1, 1);
  return net.model(net.conv(net.layer("Pad", [x, pads], { mode: "reflect" }), 8, 2, 3, { pads: [0, 0, 0, 0] }));
}

/** One scale of three anchors: boxes from sigmoids, an offset and a size, then the best class. */
function yoloHead(): OnnxModel {
  const net = new Network([1, 16, 5, 5]);
  let x = net.layer("LeakyRelu", [net.conv("x", 16, 16, 3)]);
  x = net.layer("Sigmoid", [net.conv(x, 16, 3 * 8, 1)]);
  x = net.layer("Reshape", [x, net.integers(1, 3, 8, 5, 5)]);
  x = net.layer("Transpose", [x], { perm: [0, 1, 3, 4, 2] });
  const [xy, wh, rest] = net.op("Split", [x, net.integers(2, 2, 4)], { axis: 4 }, 3) as [string, string, string];
  const grid = Float32Array.from({ length: 50 }, (_, i) => (i % 2 === 0 ? (i >> 1) % 5 : Math.floor(i / 10)) - 0.5);
  const two = net.constant(Tensor.scalar("float32", 2));
  const doubled = net.layer("Mul", [xy, two]);
  const centers = net.layer("Add", [doubled, net.constant(new Tensor("float32", [1, 1, 5, 5, 2], grid))]);
  const squares = net.layer("Pow", [net.layer("Mul", [wh, two]), two]);
  const sizes = net.layer("Mul", [squares, net.constant(noise([1, 3, 1, 1, 2], 2))]);
  const best = net.layer("ReduceMax", [rest], { axes: [-1], keepdims: 1 });
  const boxes = net.layer("Concat", [centers, sizes, best], { axis: 4 });
  return net.model(net.layer("Reshape", [boxes, net.integers(1, 75, 5)]));
}

/** Pre-norm attention of two heads, then a perceptron with Gelu written as Erf. */
function visionTransformer(): OnnxModel {
  const net = new Network([1, 9, 16]);
  const norm = (x: string): string =>
    net.layer("LayerNormalization", [x, net.constant(noise([16], 1)), net.constant(noise([16], 0.1))]);
  const heads = (x: string): string =>
    net.layer("Transpose", [net.layer("Reshape", [net.dense(x, 16, 16), net.integers(1, 9, 2, 8)])], {
      perm: [0, 2, 1, 3],
    });
  const normal = norm("x");
  const [q, k, v] = [heads(normal), heads(normal), heads(normal)];
  const scores = net.layer("MatMul", [q, net.layer("Transpose", [k], { perm: [0, 1, 3, 2] })]);
  const scaled = net.layer("Mul", [scores, net.constant(Tensor.scalar("float32", Math.fround(8 ** -0.5)))]);
  const attended = net.layer("MatMul", [net.layer("Softmax", [scaled]), v]);
  const joined = net.layer("Reshape", [
    net.layer("Transpose", [attended], { perm: [0, 2, 1, 3] }),
    net.integers(1, 9, 16),
  ]);
  const x = net.layer("Add", [net.dense(joined, 16, 16), "x"]);
  const inner = net.dense(norm(x), 16, 32);
  const erf = net.layer("Erf", [net.layer("Mul", [inner, net.constant(Tensor.scalar("float32", Math.SQRT1_2))])]);
  const half = net.layer("Mul", [inner, net.constant(Tensor.scalar("float32", 0.5))]);
  const gelu = net.layer("Mul", [half, net.layer("Add", [erf, net.constant(Tensor.scalar("float32", 1))])]);
  return net.model(net.layer("Add", [net.dense(gelu, 32, 16), x]));
}

function lstm(): OnnxModel {
  const net = new Network([10, 1, 8]);
  const weights = [noise([2, 48, 8], 0.3), noise([2, 48, 12], 0.3), noise([2, 96], 0.1)];
  const inputs = ["x", ...weights.map((weight) => net.constant(weight))];
  const attributes = { hidden_size: 12, direction: "bidirectional" };
  const [, last] = net.op("LSTM", inputs, attributes, 3) as [string, string];
  const flat = net.layer("Reshape", [net.layer("Transpose", [last], { perm: [1, 0, 2] }), net.integers(1, 24)]);
  return net.model(net.dense(flat, 24, 6));
}

function conv1d(): OnnxModel {
  const net = new Network([1, 2, 64]);
  let x = "x";
  for (const [from, to] of [
    [2, 8],
    [8, 16],
  ] as const) {
    const weight = net.constant(noise([to, from, 5], Math.sqrt(2 / (5 * from))));
    x = net.layer("Relu", [net.layer("Conv", [x, weight, net.constant(noise([to], 0.1))], { auto_pad: "SAME_UPPER" })]);
    x = net.layer("MaxPool", [x], { kernel_shape: [2], strides: [2] });
  }
  x = net.layer("ReduceMean", [x], { axes: [2], keepdims: 0 });
  return net.model(net.dense(x, 16, 5));
}

/** As a converter of scikit-learn writes a classifier: Gemm, Relu, probabilities. */
function perceptron(): OnnxModel {
  const net = new Network([1, 10]);
  const gemm = (x: string, from: number, to: number): string =>
    net.layer("Gemm", [x, net.constant(noise([to, from], Math.sqrt(1 / from))), net.constant(noise([to], 0.1))], {
      transB: 1,
    });
  return net.model(net.layer("Softmax", [gemm(net.layer("Relu", [gemm("x", 10, 24)]), 24, 4)]));
}

/** Small networks of the kinds that run on these chips, by name. */
export const ARCHITECTURES: Readonly<Record<string, () => OnnxModel>> = {
  "DS-CNN": dsCnn,
  "MobileNetV3 block": mobileNetV3,
  "ShuffleNetV2 unit": shuffleNetV2,
  "U-Net": uNet,
  "YOLO head": yoloHead,
  "ViT block": visionTransformer,
  LSTM: lstm,
  "1-D CNN": conv1d,
  perceptron: perceptron,
  ResNet8: resNet8,
  "MobileNetV1 blocks": mobileNetV1,
  "MobileNetV2 blocks": mobileNetV2,
  SqueezeNet: squeezeNet,
  "EfficientNet-lite0 blocks": efficientNetLite0,
};
