import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parseNpz } from "../../src/base/tensor/npz.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import { convertSource } from "../../src/convert/convert.js";
import { readSource } from "../../src/convert/source.js";
import { readModel } from "../../src/formats/onnx/read.js";
import { Session } from "../../src/quantization/ort/session.js";
import { relativeError } from "./relative-error.js";
import { runTflite, singleSteps, steps } from "./tflite-run.js";

const models = fileURLToPath(new URL("../../../shared/models/", import.meta.url));
const golden = (file: string): string => fileURLToPath(new URL(`../golden/convert/${file}`, import.meta.url));

/** Trained networks: how the pixels enter, and as many nodes as tf2onnx leaves. */
const FLOAT = [
  ["ad/ad01.h5", 37, (x: number) => x],
  ["resnet8/pretrainedResnet.h5", 37, (x: number) => x],
  ["vww/vww_96.h5", 112, (x: number) => x / 255],
  ["blazeface/face_detection_front.tflite", 94, (x: number) => Math.fround(Math.fround(x / 127.5) - 1)],
] as const;

describe.skipIf(!existsSync(models))("trained networks", () => {
  test.each(FLOAT)("%s gives TensorFlow's recorded outputs", async (file, nodes, pixel) => {
    const folder = `${models}${file.split("/")[0]}/`;
    const source = await readSource(models + file);
    const { model } = convertSource(source);
    const input = parseNpz(readFileSync(`${folder}eval.npz`)).get("input")!;
    const recorded = [...parseNpz(readFileSync(`${folder}tf_outputs.npz`)).values()];
    const found = recorded.map(({ shape, size }) => new Tensor("float32", shape, new Float32Array(size)));
    const session = await Session.open(model);
    for (let i = 0; i < recorded[0]!.shape[0]!; i++) {
      const row = input.size / input.shape[0]!;
      const data = Float32Array.from(input.data.subarray(i * row, (i + 1) * row) as ArrayLike<number>, pixel);
      const sample = new Tensor("float32", [1, ...input.shape.slice(1)], data);
      const results = await session.run(new Map([[model.graph.inputs[0]!.name, sample]]));
      model.graph.outputs.forEach(({ name }, k) => {
        const { data, size } = results.get(name)!;
        found[k]!.data.set(data as never, i * size);
      });
    }
    await session.close();
    recorded.forEach((tensor, k) => {
      expect(relativeError(tensor, found[k]!)).toBeLessThanOrEqual(1e-4);
    });
    expect(readModel(`${folder}float.onnx`).graph.nodes.length).toBe(nodes);
    expect(convertSource(source, { inputsAsNchw: true }).model.graph.nodes.length).toBeLessThanOrEqual(nodes);
  });

  const INT8 = ["ad/ad01_int8", "kws/kws_ref_model", "vww/vww_96_int8", "resnet8/pretrainedResnet_quant"];

  test.each(INT8.slice(0, 3))("%s.tflite gives TensorFlow's integers, all of them", async (file) => {
    const pairs = await runTflite(`${models}${file}.tflite`, golden(`${file.split("/")[0]}_int8.npz`));
    expect(Object.keys(steps(pairs))).toEqual(["0"]);
  });

  // TFLite rounds a sum twice, to 2^-shift of a step and then to a step, so that 17.49912 becomes 17.5 and 18: in 6 of
  // 12,288 elements of two convolutions of the last network. QuantizeLinear rounds once; the Softmax makes it larger.
  test.each(INT8)("%s.tflite: each operator alone is within a step of TensorFlow's", async (file) => {
    const recording = golden(`${file.split("/")[0]}_int8_tensors.npz`);
    const { most, operators } = await singleSteps(`${models}${file}.tflite`, recording);
    expect(most).toBeLessThanOrEqual(1);
    expect(operators).toBeGreaterThanOrEqual(6);
  });

  test("kws_ref_model_float32.tflite: what TFLite rounds in each run is told, and is all that differs", async () => {
    const source = await readSource(`${models}kws/kws_ref_model_float32.tflite`);
    expect(convertSource(source).remark).toMatch(/: TFLite rounds its input to int8 in each run \(dynamic range\)/);
  });
});
