import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { quantizeModel } from "../../src/analysis/quantize-model.js";
import { GraphModuleDebug } from "../../src/execution/interpreter/graph-module-debug.js";
import { readModel } from "../../src/formats/onnx/read.js";
import { openSamples, readSample } from "../../src/quantization/dataset/samples.js";
import { Session } from "../../src/quantization/ort/session.js";
import { preprocess } from "../../src/quantization/preprocess/preprocess.js";

const committed = fileURLToPath(new URL("../golden/cases", import.meta.url));
const shared = fileURLToPath(new URL("../../../shared/cases/models", import.meta.url));
const root = existsSync(shared) ? shared : committed;

/** Forms that exporters write: any number of inputs, defaults written out, products, resizes, types without a rule. */
const KINDS = /^(A|B|E|F|G|H|I|J)-/;
/** Below 20 dB by its nature: floats that are cut to integers, where a step of int8 may be a whole one. */
const FEW_DECIBELS: ReadonlySet<string> = new Set(["E-operator-of-the-flow-refused-cast_int"]);

function decibels(found: readonly number[], expected: readonly number[]): number {
  const power = (values: readonly number[]): number => values.reduce((sum, value) => sum + value * value, 0);
  const noise = power(found.map((value, i) => value - expected[i]!));
  return noise === 0 ? Number.POSITIVE_INFINITY : 10 * Math.log10(power(expected) / noise);
}

describe("what exporters write goes from float to int8 and stays near ONNX Runtime", () => {
  const names = readdirSync(root).filter((name) => KINDS.test(name));

  test.each(names)("%s", async (name) => {
    const path = (file: string): string => join(root, name, file);
    const float = readModel(path("model.onnx"));
    const prepared = await preprocess(float);
    const { model } = await quantizeModel(prepared, openSamples(path("calib.npy"), prepared));
    const module = GraphModuleDebug.create(model);
    const sample = readSample(path("input.npy"), model);
    module.setInput(sample);
    module.run();
    const session = await Session.open(float);
    const expected = await session.run(sample);
    await session.close();
    float.graph.outputs.forEach((output, index) => {
      const found = module.getOutput(index);
      const wanted = expected.get(output.name)!;
      expect(found.shape).toEqual(wanted.shape);
      if (!FEW_DECIBELS.has(name))
        expect(decibels(found.toNumbers(), wanted.toNumbers()), output.name).toBeGreaterThanOrEqual(20);
    });
  });
});
