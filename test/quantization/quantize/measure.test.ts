import { describe, expect, it } from "vitest";
import { quantizeModel } from "../../../src/analysis/quantize-model.js";
import { parseModel } from "../../../src/formats/onnx/parse.js";
import { measureQuantization } from "../../../src/quantization/quantize/measure.js";
import { quantize } from "../../../src/quantization/quantize/quantize.js";
import { goldenCase } from "../../golden/cases.js";
import { caseSamples } from "../calibrate/case-samples.js";
import { evenRanges, floats, node, tinyModel } from "./tiny-model.js";

describe("measureQuantization", () => {
  it("states the clipped share and the signal to noise ratio of each activation", async () => {
    const model = tinyModel([1, 4], [node("Add", ["x", "one"], ["y"])], { one: floats([4], [1, 1, 1, 1]) });
    const { tensors } = quantize(model, evenRanges(model));
    const sample = new Map([["x", floats([1, 4], [0, 0.5, 1 + 1 / 128, -1])]]);
    const rows = await measureQuantization(model, tensors, [sample, sample]);
    const x = rows.find((row) => row.tensor === "x")!;
    expect(x.clipped).toBe(0);
    const signal = 0.25 + (1 + 1 / 128) ** 2 + 1;
    expect(x.snr).toBeCloseTo(10 * Math.log10(signal / (1 / 128) ** 2), 9);
    // 2 + 1/128 at scale 2^−6 is 128.5: to even 128, beyond 127.
    const y = rows.find((row) => row.tensor === "y")!;
    expect(y.clipped).toBe(0.25);
  });

  it("fills every row of a real model, and clips nothing of its own calibration set but by rounding", async () => {
    const entry = goldenCase("mnist_cnn");
    const samples = caseSamples(entry).slice(0, 16);
    const progress: number[] = [];
    const { float, tensors } = await quantizeModel(parseModel(entry.read("preprocessed.onnx")), samples, {
      correction: false,
    });
    const rows = await measureQuantization(float, tensors, samples, (done) => progress.push(done));
    expect(progress).toEqual(samples.map((_, index) => index + 1));
    for (const row of rows) {
      expect(row.snr, row.tensor).toBeGreaterThan(20);
      if (row.kind === "activation") expect(row.clipped, row.tensor).toBe(0);
      expect(row.node, row.tensor).not.toBe("");
    }
  });
});
