import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { quantizeModel } from "../../../src/analysis/quantize-model.js";
import { parseNpz } from "../../../src/base/tensor/npz.js";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import { chipArithmetic } from "../../../src/espdl/chip.js";
import { compileEspdl } from "../../../src/espdl/compile.js";
import { espdlFeeds } from "../../../src/espdl/feeds.js";
import { espdlPredictor } from "../../../src/espdl/predictor.js";
import { quantizeEspdl } from "../../../src/espdl/write/quantize-espdl.js";
import { evaluate } from "../../../src/execution/evaluate/evaluate.js";
import { fitSample } from "../../../src/execution/evaluate/fit-sample.js";
import { floatPredictor } from "../../../src/execution/evaluate/float-predictor.js";
import { openLabelledSamples } from "../../../src/execution/evaluate/labelled-samples.js";
import type { Predictor } from "../../../src/execution/evaluate/predictor.js";
import { predictorOf } from "../../../src/execution/evaluate/predictor-of.js";
import { realValues } from "../../../src/execution/evaluate/real-values.js";
import { withInputScale } from "../../../src/execution/evaluate/with-input-scale.js";
import { interpret } from "../../../src/execution/interpreter/interpret.js";
import type { OnnxModel } from "../../../src/formats/onnx/model.js";
import { readModel } from "../../../src/formats/onnx/read.js";
import type { Program } from "../../../src/ir/graph/program.js";
import { compileForDebug } from "../../../src/ir/passes/compile.js";
import type { Sample } from "../../../src/quantization/calibrate/samples.js";

const MODELS = fileURLToPath(new URL("../../../../shared/models", import.meta.url));
/** Inputs that the reference runs too. */
const SOME = 6;

/**
 * What is subtracted from the data and what it is divided by; how many of the inputs that are there the float model
 * gets right in onnxruntime, and of how many; the accuracy that the model's README states for all of them; the largest
 * difference from TensorFlow's outputs that it states.
 */
const NETWORKS = [
  { name: "resnet8", mean: 0, std: 1, right: 400, count: 513, stated: 0.771, error: 1.5e-6 },
  { name: "vww", mean: 0, std: 255, right: 66, count: 78, stated: 0.852, error: 7.7e-7 },
  { name: "kws", mean: 0, std: 1, right: 111, count: 112, stated: 0.99, error: 3e-7 },
  { name: "ad", mean: 0, std: 1, error: 5.3e-4 },
  { name: "blazeface", mean: 127.5, std: 127.5, error: 4e-4 },
];

afterEach(() => new Promise((resolve) => setImmediate(resolve)));

describe.runIf(existsSync(MODELS)).each(NETWORKS)("$name", ({ name, mean, std, right, count, stated, error }) => {
  const path = (file: string): string => join(MODELS, name, file);
  const load = (): OnnxModel => readModel(path("float.onnx"));
  const inputsOf = (file: string) => openLabelledSamples(path(file), [load().graph.inputs[0]!.name]);

  test("float: the outputs are TensorFlow's, the accuracy is the stated one", async () => {
    const predictor = withInputScale(await floatPredictor(load()), { mean, std });
    const expected = [...parseNpz(readFileSync(path("tf_outputs.npz")))];
    const samples = [...inputsOf("eval.npz")].slice(0, expected[0]![1].shape[0]);
    const outputs = await predictor.predict(samples.map(({ inputs }) => inputs));
    const names = load().graph.outputs.map((output) => output.name);
    for (const [key, { data, size }] of expected) {
      const at = Math.max(0, names.indexOf(key));
      const found = outputs.flatMap((tensors) => tensors[at]!.toNumbers());
      expect(found.length).toBe(size);
      expect(found.reduce((most, x, i) => Math.max(most, Math.abs(x - Number(data[i]))), 0)).toBeLessThanOrEqual(error);
    }
    if (right !== undefined) {
      const { models, samples: seen } = await evaluate([predictor], inputsOf("eval.npz"));
      const [{ value, interval }] = models as [(typeof models)[number]];
      expect([value, seen]).toEqual([right / count, count]);
      expect(interval![0]).toBeLessThan(stated);
      expect(interval![1]).toBeGreaterThan(stated);
    }
    await predictor.close();
  });

  test("quantized ONNX: every output is the reference's", async () => {
    const { model } = await quantizeModel(load(), calibration(), { calibration: { method: "minmax" } });
    const { program } = compileForDebug(model);
    const layers = program.layers.filter(({ kind }) => kind === "input");
    const inputs = layers.map((layer) => ({ name: layer.name, ...layer.types[0]! }));
    const reference = referenceOf(program, (sample) => fitSample(inputs, sample));
    await expectEqual(reference, await predictorOf(model, 1));
  });

  test(".espdl: every output is the reference's", async () => {
    for (const chip of ["esp32s3", "esp32p4"] as const) {
      const options = { chip, bits: 8, calibration: { method: "minmax" } } as const;
      const { model } = await quantizeEspdl(load(), calibration(), options);
      const feeds = (sample: Sample): Sample => espdlFeeds(model, fitSample(floats, sample), chip);
      const floats = model.graph.inputs.map(({ name: input, dims }) => ({
        name: input,
        dtype: "float32",
        shape: dims?.map(Number),
      }));
      const reference = referenceOf(compileEspdl(model, { chip }), feeds, chipArithmetic(chip));
      await expectEqual(reference, espdlPredictor(model, { chip, threads: 1 }));
    }
  });

  function calibration(): Sample[] {
    const { inputs } = load().graph;
    const scaled = ({ inputs: sample }: { readonly inputs: Sample }): Sample =>
      new Map(
        Array.from(fitSample(inputs, sample), ([key, { shape, data }]) => {
          return [
            key,
            new Tensor(
              "float32",
              shape,
              Float32Array.from(data as Float32Array, (x) => (x - mean) / std),
            ),
          ];
        }),
      );
    return [...inputsOf("calib.npz")].slice(0, 8).map(scaled);
  }

  async function expectEqual(reference: Predictor, fast: Predictor): Promise<void> {
    const some = [...inputsOf("eval.npz")].slice(0, SOME);
    const models = [reference, fast].map((one) => withInputScale(one, { mean, std }));
    const found = await evaluate(models, some, { metric: "mae" });
    await fast.close();
    expect(found.samples).toBe(SOME);
    expect(found.models[1]).toMatchObject({ value: 0, agreement: 1 });
  }
});

/** A program in the reference interpreter, as a model that can be evaluated. */
function referenceOf(
  program: Program,
  feeds: (sample: Sample) => Sample,
  arithmetic?: ReturnType<typeof chipArithmetic>,
): Predictor {
  return {
    runner: "reference",
    inputs: [],
    predict: async (samples) =>
      samples.map((sample) => {
        const { layers } = interpret(program, feeds(sample), { ...(arithmetic && { arithmetic }) });
        return program.outputs.map(({ layer }) => {
          const { id, exponent } = program.layers[layer]!;
          return realValues(layers.find((one) => one.id === id)!.tensor, exponent);
        });
      }),
    close: async () => {},
  };
}
