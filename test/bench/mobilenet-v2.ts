import { Tensor } from "../../src/base/tensor/tensor.js";
import type { OnnxAttribute, OnnxModel, OnnxNode } from "../../src/formats/onnx/model.js";

/** Expansion, output channels, repetitions and first stride of MobileNetV2's stages (width 1). */
const STAGES = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
] as const;

/** MobileNetV2, 224 × 224 × 3 to 1000, float, with Relu and seeded weights: 300 million products an image. */
export function mobilenetV2(): OnnxModel {
  const nodes: OnnxNode[] = [];
  const initializers = new Map<string, Tensor>();
  let seed = 1;
  const node = (opType: string, inputs: readonly string[], attributes: Record<string, number | number[]> = {}) => {
    const output = `t${nodes.length}`;
    const given = Object.entries(attributes).map(([key, value]): [string, OnnxAttribute] => [
      key,
      typeof value === "number" ? { type: "int", value } : { type: "ints", value },
    ]);
    nodes.push({ opType, domain: "", name: `n${nodes.length}`, inputs, outputs: [output], attributes: new Map(given) });
    return output;
  };
  const weights = (shape: readonly number[], spread: number): string => {
    const data = Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => {
      seed = (seed * 48271) % 2147483647;
      return (seed / 1073741823.5 - 1) * spread;
    });
    initializers.set(`w${initializers.size}`, new Tensor("float32", shape, data));
    return `w${initializers.size - 1}`;
  };
  const conv = (x: string, inputs: number, outputs: number, kernel: number, stride: number, group: number): string => {
    const taps = (kernel * kernel * inputs) / group;
    const pad = (kernel - 1) / 2;
    const shape = { kernel_shape: [kernel, kernel], strides: [stride, stride], pads: [pad, pad, pad, pad], group };
    const kernels = weights([outputs, inputs / group, kernel, kernel], Math.sqrt(6 / taps));
    return node("Conv", [x, kernels, weights([outputs], 0.1)], shape);
  };
  let x = node("Relu", [conv("input", 3, 32, 3, 2, 1)]);
  let channels = 32;
  for (const [expand, outputs, repeats, firstStride] of STAGES) {
    for (let repeat = 0; repeat < repeats; repeat++) {
      const stride = repeat === 0 ? firstStride : 1;
      const wide = channels * expand;
      const expanded = expand === 1 ? x : node("Relu", [conv(x, channels, wide, 1, 1, 1)]);
      const mixed = node("Relu", [conv(expanded, wide, wide, 3, stride, wide)]);
      const projected = conv(mixed, wide, outputs, 1, 1, 1);
      x = stride === 1 && channels === outputs ? node("Add", [x, projected]) : projected;
      channels = outputs;
    }
  }
  x = node("GlobalAveragePool", [node("Relu", [conv(x, channels, 1280, 1, 1, 1)])]);
  const output = node("Gemm", [node("Flatten", [x], { axis: 1 }), weights([1280, 1000], 0.05), weights([1000], 0.1)]);
  return {
    irVersion: 8,
    producerName: "",
    producerVersion: "",
    opsets: new Map([["", 13]]),
    metadata: new Map(),
    graph: {
      name: "mobilenet_v2",
      nodes,
      initializers,
      inputs: [{ name: "input", dtype: "float32", shape: [1, 3, 224, 224] }],
      outputs: [{ name: output, dtype: "float32", shape: [1, 1000] }],
      valueInfo: new Map(),
    },
  };
}
