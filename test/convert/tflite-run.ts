import { readFileSync } from "node:fs";
import { parseNpz } from "../../src/base/tensor/npz.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import { type ConvertOptions, convertSource } from "../../src/convert/convert.js";
import type { Quantization } from "../../src/convert/graph/quantized-tensor.js";
import { readSource } from "../../src/convert/source.js";
import { Session } from "../../src/quantization/ort/session.js";

/** What TensorFlow recorded for one output over all samples, and what the converted model gives, in TensorFlow's numbers. */
export interface Pair {
  readonly expected: Tensor;
  readonly found: Tensor;
}

/**
 * Runs the converted .tflite on the inputs of a recording: `input` [samples, …], `output_00` … in the file's order.
 * Integers of the file enter and leave as the reals that they stand for.
 */
export async function runTflite(path: string, recording: string, options: ConvertOptions = {}): Promise<Pair[]> {
  const source = await readSource(path);
  if (source.kind !== "tflite") throw new Error(path);
  const { tensors, inputs, outputs } = source.model;
  const { model } = convertSource(source, options);
  const recorded = parseNpz(readFileSync(recording));
  const input = recorded.get("input")!;
  const [samples, ...shape] = input.shape as [number, ...number[]];
  const ends = [...recorded].filter(([key]) => key.startsWith("output")).map(([, tensor]) => tensor);
  const found = ends.map(({ shape, size }) => new Tensor("float32", shape, new Float32Array(size)));
  const session = await Session.open(model);
  for (let i = 0; i < samples; i++) {
    const row = input.size / samples;
    const integers = input.data.subarray(i * row, (i + 1) * row) as ArrayLike<number>;
    const reals = Float32Array.from(integers, toReal(tensors[inputs[0]!]!.quantization));
    const sample = new Tensor("float32", [1, ...shape.filter((_, axis) => axis > 0 || shape[0] !== 1)], reals);
    const results = await session.run(new Map([[model.graph.inputs[0]!.name, sample]]));
    model.graph.outputs.forEach(({ name }, k) => {
      const result = results.get(name)!;
      const { quantization } = tensors[outputs[k]!]!;
      found[k]!.data.set(
        Array.from(result.data as ArrayLike<number>, toInteger(quantization)) as never,
        i * result.size,
      );
    });
  }
  await session.close();
  return ends.map((expected, i) => ({ expected, found: found[i]! }));
}

const toReal =
  (quantization: Quantization | undefined) =>
  (value: number): number =>
    quantization === undefined ? value : (value - quantization.zeroPoints[0]!) * Math.fround(quantization.scales[0]!);

const toInteger =
  (quantization: Quantization | undefined) =>
  (value: number): number =>
    quantization === undefined ? value : Math.round(value / quantization.scales[0]!) + quantization.zeroPoints[0]!;

/** How many elements are how many steps away. */
export function steps(pairs: readonly Pair[]): Record<number, number> {
  const result: Record<number, number> = {};
  for (const { expected, found } of pairs)
    for (let i = 0; i < expected.size; i++) {
      const away = Math.abs(Number(found.data[i]) - Number(expected.data[i]));
      result[away] = (result[away] ?? 0) + 1;
    }
  return result;
}

/** Each operator alone on TensorFlow's own integers (by tensor number): how many were tried, and the most steps away. */
export async function singleSteps(path: string, recording: string): Promise<{ most: number; operators: number }> {
  const source = await readSource(path);
  if (source.kind !== "tflite") throw new Error(path);
  const { model } = source;
  const recorded = parseNpz(readFileSync(recording));
  const result = { most: 0, operators: 0 };
  for (const operator of model.operators) {
    const inputs = operator.inputs.filter((index) => index >= 0 && model.tensors[index]!.bytes === undefined);
    const [output] = operator.outputs as [number];
    if (![...inputs, output].every((index) => recorded.has(String(index)))) continue;
    const alone = { ...model, operators: [operator], inputs, outputs: operator.outputs };
    const { graph, ...onnx } = convertSource({ kind: "tflite", model: alone }).model;
    const feeds = inputs.map((index, i): [string, Tensor] => {
      const { shape, data } = recorded.get(String(index))!;
      const reals = Float32Array.from(data as ArrayLike<number>, toReal(model.tensors[index]!.quantization));
      return [graph.inputs[i]!.name, new Tensor("float32", shape, reals)];
    });
    const session = await Session.open({ ...onnx, graph });
    const found = (await session.run(new Map(feeds))).get(graph.outputs[0]!.name)!;
    await session.close();
    const integers = Array.from(found.data as ArrayLike<number>, toInteger(model.tensors[output]!.quantization));
    const expected = recorded.get(String(output))!;
    for (let i = 0; i < expected.size; i++)
      result.most = Math.max(result.most, Math.abs(integers[i]! - Number(expected.data[i])));
    result.operators++;
  }
  return result;
}
