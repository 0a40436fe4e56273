import { describe, expect, it } from "vitest";
import { parseModel } from "../../../src/formats/onnx/parse.js";
import { Activations } from "../../../src/quantization/calibrate/activations.js";
import { type CalibrationOptions, calibrate } from "../../../src/quantization/calibrate/calibrate.js";
import { extentOf, magnitude, NOTHING, union } from "../../../src/quantization/calibrate/extent.js";
import { Histogram } from "../../../src/quantization/calibrate/histogram.js";
import { exponentFor } from "../../../src/quantization/quantize/scale.js";
import { goldenCases } from "../../golden/cases.js";
import { caseSamples } from "./case-samples.js";

interface RangesFile {
  readonly tensors_range: Record<string, [min: number, max: number]>;
  readonly quantization_params_zp_scale?: Record<string, [zeroPoint: number, scale: number]>;
  readonly histograms?: Record<string, { num_bins: number; count: number; first_edge: number; last_edge: number }>;
}

const METHODS: readonly (readonly [file: string, options: CalibrationOptions])[] = [
  ["ranges.json", { method: "entropy" }],
  ["ranges_minmax.json", { method: "minmax" }],
  ["ranges_percentile.json", { method: "percentile" }],
];

/** Float sums in another order move the last bits of activations, and so of their extent. */
const TOLERANCE = 1e-6;

describe("ranges of the original's calibrators", () => {
  for (const [file, options] of METHODS) {
    it(file, async () => {
      const cases = goldenCases().filter((entry) => entry.has(file));
      let tensors = 0;
      let exact = 0;
      for (const entry of cases) {
        const { tensors_range: expected, quantization_params_zp_scale: scales } = entry.json<RangesFile>(file);
        const found = await calibrate(parseModel(entry.read("preprocessed.onnx")), caseSamples(entry), options);
        expect([...found.keys()].sort(), entry.name).toEqual(Object.keys(expected).sort());
        for (const [name, [min, max]] of Object.entries(expected)) {
          const range = found.get(name)!;
          const margin = TOLERANCE * Math.max(Math.abs(min), Math.abs(max));
          expect(Math.abs(range.min - min), `${entry.name} ${name}`).toBeLessThanOrEqual(margin);
          expect(Math.abs(range.max - max), `${entry.name} ${name}`).toBeLessThanOrEqual(margin);
          expect(exponentFor(range), `${entry.name} ${name}`).toBe(exponentFor({ min, max }));
          if (scales) expect([0, 2 ** exponentFor(range)], `${entry.name} ${name}`).toEqual(scales[name]);
          tensors++;
          if (range.min === min && range.max === max) exact++;
        }
      }
      console.log(
        `${file}: ${exact} of ${tensors} ranges exact, all within ${TOLERANCE}, all scales equal; ${cases.length} cases`,
      );
    });
  }

  it("histograms", async () => {
    let tensors = 0;
    for (const entry of goldenCases()) {
      const expected = entry.json<RangesFile>("ranges.json").histograms ?? {};
      const names = Object.keys(expected);
      const activations = await Activations.open(parseModel(entry.read("preprocessed.onnx")), names);
      const extents = new Map(names.map((name) => [name, NOTHING]));
      const samples = caseSamples(entry);
      await activations.pass(samples, (name, data) => {
        extents.set(name, union(extents.get(name)!, extentOf(data)));
      });
      const histograms = new Map(
        names.map((name) => {
          const limit = magnitude(extents.get(name)!);
          return [name, new Histogram(-limit, limit, expected[name]!.num_bins)];
        }),
      );
      await activations.pass(samples, (name, data) => histograms.get(name)!.add(data));
      await activations.close();
      for (const [name, { count, first_edge, last_edge }] of Object.entries(expected)) {
        const { total, edges } = histograms.get(name)!;
        expect(total, `${entry.name} ${name}`).toBe(count);
        expect(edges[0]! / first_edge, `${entry.name} ${name}`).toBeCloseTo(1, 5);
        expect(edges.at(-1)! / last_edge, `${entry.name} ${name}`).toBeCloseTo(1, 5);
        tensors++;
      }
    }
    console.log(`histograms: counts and edges of ${tensors} tensors`);
  });
});
