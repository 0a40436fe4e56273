import { fromText, rescale, toText } from "../../src/analysis/recipe/integers.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import type { OnnxModel, OnnxNode } from "../../src/formats/onnx/model.js";
import { inferShapes } from "../../src/formats/onnx/shape/infer.js";
import type { Sample } from "../../src/quantization/calibrate/samples.js";
import { floats, node, tinyModel } from "../quantization/quantize/tiny-model.js";

/** Tensors of numbers in −1 … 1, the same at every run. */
export function randomTensors(seed: number): (shape: readonly number[], scale?: number) => Tensor {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2 ** 31;
  };
  return (shape, scale = 1) =>
    floats(
      shape,
      Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => next() * scale),
    );
}

/** Five convolutions c0 … c4 of eight channels with Relus r0 … r4, an average g, a dense layer y. */
export function chain(): OnnxModel {
  const random = randomTensors(11);
  const weights: Record<string, Tensor> = {};
  const nodes: OnnxNode[] = [];
  for (let i = 0; i < 5; i++) {
    weights[`w${i}`] = random([8, i === 0 ? 3 : 8, 3, 3], i === 0 ? 0.4 : 0.25);
    weights[`b${i}`] = random([8], 0.3);
    nodes.push(
      node("Conv", [i === 0 ? "x" : `r${i - 1}`, `w${i}`, `b${i}`], [`c${i}`], {
        pads: [1, 1, 1, 1],
        kernel_shape: [3, 3],
      }),
    );
    nodes.push(node("Relu", [`c${i}`], [`r${i}`]));
  }
  nodes.push(node("GlobalAveragePool", ["r4"], ["g"]), node("Flatten", ["g"], ["f"]));
  nodes.push(node("Gemm", ["f", "w", "b"], ["y"], { transB: 1 }));
  return tinyModel([1, 3, 8, 8], nodes, { ...weights, w: random([4, 8]), b: random([4], 0.2) });
}

export function images(count: number, seed = 5): Sample[] {
  const random = randomTensors(seed);
  return Array.from({ length: count }, () => new Map([["x", random([1, 3, 8, 8])]]));
}

/** As `chain`, with c2 added to r0: a is their sum, ra its Relu. */
export function residual(): OnnxModel {
  const { graph, ...model } = chain();
  const nodes = graph.nodes.flatMap((each) => {
    if (each.outputs[0] !== "r2") return [each];
    return [node("Add", ["c2", "r0"], ["a"]), node("Relu", ["a"], ["r2"])];
  });
  return inferShapes({ ...model, graph: { ...graph, nodes, valueInfo: new Map() } });
}

/** Changes a weight or bias of a float network. */
export function withTensor(
  model: OnnxModel,
  name: string,
  change: (value: number, index: number) => number,
): OnnxModel {
  const { graph } = model;
  const { shape, data } = graph.initializers.get(name)!;
  const changed = new Tensor("float32", shape, Float32Array.from(data as Float32Array, change));
  return { ...model, graph: { ...graph, initializers: new Map(graph.initializers).set(name, changed) } };
}

/** As `residual`, r0 added to what a convolution makes the same of: a is twice as wide as what it adds up. */
export function doubled(): OnnxModel {
  const { graph, ...model } = residual();
  const nodes = graph.nodes
    .filter(({ outputs }) => !["c1", "r1"].includes(outputs[0]!))
    .map((each) => (each.outputs[0] === "c2" ? { ...each, inputs: each.inputs.with(0, "r0") } : each));
  const same = withTensor({ ...model, graph: { ...graph, nodes } }, "w2", (_, i) => (i % (9 * 9) === 4 ? 1 : 0));
  const wide = ["w0", "b0"].reduce((model, name) => withTensor(model, name, (w) => 1.6 * w), same);
  return withTensor(wide, "b2", () => 0);
}

/** Weights of the second input channel that are all negative: what is large there, the Relu cuts off. */
export const withoutSecondChannel = (model: OnnxModel): OnnxModel =>
  withTensor(model, "w0", (w, i) => (Math.floor(i / 9) % 3 === 1 ? -Math.abs(w) : w));

/** The samples with one value of one of them far outside of all others. */
export function withOutlier(samples: readonly Sample[], value = 60): Sample[] {
  return samples.map((sample, i) => {
    if (i !== 4) return sample;
    const { shape, data } = sample.get("x")!;
    return new Map([["x", new Tensor("float32", shape, (data as Float32Array).with(70, value))]]);
  });
}

/** A recipe's integer weights in steps 2^by times as large, of the layers that are chosen. */
export function integersMoved(
  integers: Readonly<Record<string, string>> = {},
  chosen: (tensor: string) => boolean,
  by: number,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(integers).map(([tensor, text]) => [
      tensor,
      chosen(tensor) ? toText(rescale(fromText(text), by)) : text,
    ]),
  );
}
