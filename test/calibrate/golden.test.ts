import { describe, expect, it } from "vitest";
import { type CalibrationOptions, calibrate } from "../../src/calibrate/calibrate.js";
import type { Ranges } from "../../src/calibrate/range.js";
import { parseModel } from "../../src/onnx/read.js";
import { goldenCases } from "../golden/cases.js";
import { caseSamples } from "./case-samples.js";

const METHODS: readonly (readonly [file: string, options: CalibrationOptions])[] = [
  ["ranges.json", { method: "entropy" }],
  ["ranges_minmax.json", { method: "minmax" }],
  ["ranges_percentile.json", { method: "percentile" }],
];

describe("the original's calibrators", () => {
  for (const [file, options] of METHODS) {
    it(`gives the ranges of ${file}`, async () => {
      const cases = goldenCases().filter((entry) => entry.has(file));
      let tensors = 0;
      let exact = 0;
      for (const entry of cases) {
        const expected = entry.json<{ tensors_range: Record<string, [number, number]> }>(file).tensors_range;
        const found = await calibrate(parseModel(entry.read("preprocessed.onnx")), caseSamples(entry), options);
        expect([...found.keys()].sort(), entry.name).toEqual(Object.keys(expected).sort());
        for (const [name, [min, max]] of Object.entries(expected)) {
          const range = (found as Ranges).get(name)!;
          tensors++;
          if (range.min === min && range.max === max) exact++;
          else console.log(entry.name, name, range, [min, max]);
        }
      }
      console.log(`${file}: ${exact} of ${tensors} tensors exact, ${cases.length} cases`);
    });
  }
});
