import type { OnnxModel } from "../../../src/formats/onnx/model.js";
import { Network } from "./network.js";

/** Convolution, calibrated batch normalization, and what `activation` says. */
function block(net: Network, x: string, from: number, to: number, kernel: number, options: Options = {}): string {
  const { stride = 1, group = 1, activation = "Relu" } = options;
  const y = net.norm(net.conv(x, from, to, kernel, { strides: [stride, stride], group }), to);
  if (activation === "Relu6") return net.clip(y, 0, 6);
  return activation === "Relu" ? net.layer("Relu", [y]) : y;
}

interface Options {
  readonly stride?: number;
  readonly group?: number;
  readonly activation?: "Relu" | "Relu6" | "none";
}

function classify(net: Network, x: string, channels: number, classes: number): OnnxModel {
  return net.model(net.dense(net.layer("Flatten", [net.layer("GlobalAveragePool", [x])]), channels, classes));
}

/** The stem and two stages of MLPerf Tiny's network: one identity, one projected shortcut. */
export function resNet8(): OnnxModel {
  const net = new Network([1, 3, 12, 12]);
  let x = block(net, "x", 3, 8, 3);
  for (const [from, to, stride] of [
    [8, 8, 1],
    [8, 16, 2],
  ] as const) {
    const y = block(net, block(net, x, from, to, 3, { stride }), to, to, 3, { activation: "none" });
    const shortcut = from === to ? x : net.conv(x, from, to, 1, { strides: [stride, stride] });
    x = net.layer("Relu", [net.layer("Add", [y, shortcut])]);
  }
  return classify(net, x, 16, 10);
}

export function mobileNetV1(): OnnxModel {
  const net = new Network([1, 3, 12, 12]);
  let x = block(net, "x", 3, 8, 3, { stride: 2 });
  for (const [from, to, stride] of [
    [8, 16, 1],
    [16, 32, 2],
  ] as const)
    x = block(net, block(net, x, from, from, 3, { group: from, stride }), from, to, 1);
  return classify(net, x, 32, 5);
}

/** Inverted residuals with linear bottlenecks, the second with a shortcut. */
function invertedResiduals(width: number): OnnxModel {
  const net = new Network([1, 3, 12, 12]);
  const activation = "Relu6";
  let x = block(net, "x", 3, 8, 3, { stride: 2, activation });
  for (const [from, to, kernel] of [
    [8, 12, 3],
    [12, 12, width],
  ] as const) {
    const wide = 4 * from;
    const y = block(net, block(net, x, from, wide, 1, { activation }), wide, wide, kernel, { group: wide, activation });
    const narrow = block(net, y, wide, to, 1, { activation: "none" });
    x = from === to ? net.layer("Add", [x, narrow]) : narrow;
  }
  return classify(net, block(net, x, 12, 32, 1, { activation }), 32, 6);
}

export const mobileNetV2 = (): OnnxModel => invertedResiduals(3);

/** As MobileNetV2, with the 5×5 depthwise kernels of its later stages and neither gates nor Swish. */
export const efficientNetLite0 = (): OnnxModel => invertedResiduals(5);

/** Two fire modules and a classifier that is a convolution. */
export function squeezeNet(): OnnxModel {
  const net = new Network([1, 3, 14, 14]);
  let x = net.layer("Relu", [net.conv("x", 3, 16, 3, { strides: [2, 2] })]);
  for (let module = 0; module < 2; module++) {
    const squeezed = net.layer("Relu", [net.conv(x, 16, 4, 1)]);
    const sides = [1, 3].map((kernel) => net.layer("Relu", [net.conv(squeezed, 4, 8, kernel)]));
    x = net.layer("Concat", sides, { axis: 1 });
  }
  x = net.layer("MaxPool", [x], { kernel_shape: [3, 3], strides: [2, 2] });
  x = net.layer("GlobalAveragePool", [net.layer("Relu", [net.conv(x, 16, 6, 1)])]);
  return net.model(net.layer("Softmax", [net.layer("Flatten", [x])]));
}
