import { expect, it } from "vitest";
import { quantizeModel } from "../../src/analysis/quantize-model.js";
import type { Tensor } from "../../src/base/tensor/tensor.js";
import { interpret } from "../../src/execution/interpreter/interpret.js";
import type { OnnxModel } from "../../src/formats/onnx/model.js";
import { compileForDebug } from "../../src/ir/passes/compile.js";
import type { Sample } from "../../src/quantization/calibrate/samples.js";
import { Session } from "../../src/quantization/ort/session.js";
import { floats, node, tinyModel } from "../quantization/quantize/tiny-model.js";

/** Numbers in −1 … 1, the same at every run. */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2 ** 31;
  };
}

const next = noise(7);
const random = (shape: readonly number[]): Tensor =>
  floats(shape, Array.from({ length: shape.reduce((a, b) => a * b, 1) }, next));

/** Six convolutions, the third without a bias, and a dense layer with a batch normalization written out behind it. */
function network(): OnnxModel {
  const weights: Record<string, Tensor> = {};
  const nodes = [];
  for (let i = 0; i < 6; i++) {
    weights[`w${i}`] = random([8, i === 0 ? 3 : 8, 3, 3]);
    if (i !== 2) weights[`b${i}`] = random([8]);
    const inputs = [i === 0 ? "x" : `r${i - 1}`, `w${i}`, ...(i === 2 ? [] : [`b${i}`])];
    nodes.push(node("Conv", inputs, [`c${i}`], { pads: [1, 1, 1, 1], kernel_shape: [3, 3] }));
    nodes.push(node("Relu", [`c${i}`], [`r${i}`]));
  }
  nodes.push(node("GlobalAveragePool", ["r5"], ["g"]), node("Flatten", ["g"], ["f"]));
  nodes.push(node("Gemm", ["f", "w", "b"], ["d"], { transB: 1 }));
  nodes.push(node("Mul", ["d", "scale"], ["m"]), node("Add", ["m", "shift"], ["y"]));
  const dense = { w: random([4, 8]), b: random([4]), scale: floats([4], [0.01, 1, 2, 4]), shift: random([4]) };
  return tinyModel([1, 3, 8, 8], nodes, { ...weights, ...dense });
}

const model = network();
const samples: Sample[] = Array.from({ length: 24 }, () => new Map([["x", random([1, 3, 8, 8])]]));

async function snr(quantized: OnnxModel, inputs: readonly Sample[]): Promise<number> {
  const { program } = compileForDebug(quantized);
  const session = await Session.open(model);
  let [signal, lost] = [0, 0];
  for (const sample of inputs) {
    const float = (await session.run(sample)).get("y")!.toNumbers();
    const { layers } = interpret(program, sample, { keep: "outputs" });
    const int8 = layers.find(({ index }) => index === program.outputs[0]!.layer)!.tensor.toNumbers();
    float.forEach((value, i) => {
      signal += value ** 2;
      lost += (value - int8[i]!) ** 2;
    });
  }
  await session.close();
  return 10 * Math.log10(signal / lost);
}

it("takes back what the chip's floor shifts every layer, on samples it has not seen", async () => {
  const [seen, unseen] = [samples.slice(0, 16), samples.slice(16)];
  const before = await snr((await quantizeModel(model, seen, { correction: false })).model, unseen);
  const after = await snr((await quantizeModel(model, seen)).model, unseen);
  expect(after).toBeGreaterThan(before + 6);
});

it("gives the same bytes at every run, and the original's with compat", async () => {
  const [a, b] = [await quantizeModel(model, samples), await quantizeModel(model, samples)];
  expect([...a.model.graph.initializers]).toEqual([...b.model.graph.initializers]);
  const compat = await quantizeModel(model, samples, { compat: true });
  const named = await quantizeModel(model, samples, { compat: true, calibration: { method: "entropy" } });
  expect([...compat.model.graph.initializers]).toEqual([...named.model.graph.initializers]);
  expect(compat.model.graph.nodes.filter(({ opType }) => opType === "Add")).toHaveLength(5);
});

it("folds a batch normalization into the dense layer before it, and keeps every Relu in int8", async () => {
  const { model: quantized } = await quantizeModel(model, samples);
  const types = quantized.graph.nodes.map(({ opType }) => opType);
  expect(types).not.toContain("QLinearMul");
  // A convolution's bias has the scale of what it is added to; the sum of a normalization has one of its own.
  const sums = quantized.graph.nodes.filter(({ opType, inputs }) => opType === "QLinearAdd" && inputs[1] !== inputs[4]);
  expect(sums).toEqual([]);
  expect(types.filter((type) => type === "DequantizeLinear").length).toBeLessThanOrEqual(2);
});

it("takes exponents and ranges that are stated, and refuses those of tensors that are not there", async () => {
  const ranges = new Map([["c1", { min: -3, max: 3.5 }]]);
  const { tensors } = await quantizeModel(model, samples, { exponents: new Map([["r0", -3]]), ranges });
  const exponent = (name: string) => tensors.find(({ tensor }) => tensor === name)!.exponent;
  expect([exponent("r0"), exponent("c1")]).toEqual([-3, -5]);
  const stated = (name: string) => quantizeModel(model, samples, { ranges: new Map([[name, { min: 0, max: 1 }]]) });
  await expect(stated("c11")).rejects.toThrow(
    "tensor c11: the model that is quantized has no such tensor; did you mean c1",
  );
  await expect(stated("w1")).rejects.toThrow("tensor w1: is a weight, whose range is known; state an exponent instead");
});
