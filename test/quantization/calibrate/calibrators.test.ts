import { describe, expect, it } from "vitest";
import { entropy } from "../../../src/quantization/calibrate/entropy.js";
import { extentOf, magnitude, union } from "../../../src/quantization/calibrate/extent.js";
import { Histogram } from "../../../src/quantization/calibrate/histogram.js";
import { minMax, movingAverage } from "../../../src/quantization/calibrate/minmax.js";
import type { CalibrationMethod } from "../../../src/quantization/calibrate/observer.js";
import { percentile } from "../../../src/quantization/calibrate/percentile.js";
import type { Range } from "../../../src/quantization/calibrate/range.js";
import { referenceSamples, referenceSets } from "./reference-data.js";

function rangeOf(method: CalibrationMethod, samples: readonly Float32Array[]): Range {
  const observer = method.createObserver();
  for (const sample of samples) observer.observe(extentOf(sample), sample);
  if (method.passes === 2) for (const sample of samples) observer.count!(sample);
  return observer.range();
}

describe("calibrators against onnxruntime 1.14's", () => {
  for (const reference of referenceSets()) {
    const samples = referenceSamples(reference.data);
    const name = `u^${reference.data.power}`;

    it(`finds the entropy threshold of ${name}`, () => {
      for (const [bins, quantizedBins, [min, max]] of reference.entropy) {
        expect(rangeOf(entropy({ bins, quantizedBins }), samples), `${bins}/${quantizedBins}`).toEqual({ min, max });
      }
    });

    it(`finds percentiles of ${name}`, () => {
      for (const [bins, share, [min, max]] of reference.percentile) {
        expect(rangeOf(percentile({ bins, percentile: share }), samples), `${bins}, ${share} %`).toEqual({ min, max });
      }
    });

    it(`follows the moving average of ${name}`, () => {
      const [min, max] = reference.moving_average;
      expect(rangeOf(movingAverage(0.01), samples)).toEqual({ min, max });
    });

    it(`counts ${name} as numpy.histogram does`, () => {
      const limit = magnitude(samples.map(extentOf).reduce(union));
      const histogram = new Histogram(-limit, limit, reference.histogram.bins);
      for (const sample of samples) histogram.add(sample);
      expect([...histogram.counts]).toEqual(reference.histogram.counts);
    });
  }
});

describe("degenerate activations", () => {
  const methods: [string, CalibrationMethod][] = [
    ["minmax", minMax],
    ["moving average", movingAverage(0.5)],
    ["entropy", entropy({ bins: 512 })],
    ["percentile", percentile({})],
  ];
  for (const [name, method] of methods) {
    it(`${name}: zeros and an empty tensor have the range 0 … 0`, () => {
      const zeros = rangeOf(method, [new Float32Array(5)]);
      expect([zeros.min + 0, zeros.max + 0]).toEqual([0, 0]);
      const empty = rangeOf(method, [new Float32Array(0)]);
      expect([empty.min + 0, empty.max + 0]).toEqual([0, 0]);
    });
  }

  it("minmax keeps a range that does not contain 0", () => {
    expect(rangeOf(minMax, [Float32Array.of(2, 3), Float32Array.of(5)])).toEqual({ min: 2, max: 5 });
  });

  it("the moving average depends on the order of the samples", () => {
    const [a, b] = [Float32Array.of(0, 1), Float32Array.of(0, 3)];
    expect(rangeOf(movingAverage(0.5), [a, b]).max).toBe(2);
    expect(rangeOf(movingAverage(0.25), [b, a]).max).toBe(2.5);
  });

  it("a histogram's last bin includes its right edge", () => {
    const histogram = new Histogram(0, 4, 4);
    histogram.add(Float32Array.of(0, 1, 1, 2, 3, 4));
    expect([...histogram.counts]).toEqual([1, 2, 1, 2]);
    expect(histogram.total).toBe(6);
  });
});

describe("settings out of range", () => {
  it("are refused in one line", () => {
    expect(() => movingAverage(1.5)).toThrow("the averaging constant must be between 0 and 1, got 1.5");
    expect(() => percentile({ percentile: 101 })).toThrow("the percentile must be between 0 and 100, got 101");
    expect(() => percentile({ bins: 0 })).toThrow("the histogram needs at least one bin, got 0");
    expect(() => entropy({ bins: 64 })).toThrow("entropy needs 2 ≤ quantized bins ≤ bins, got 128 and 64");
  });
});
