import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exponentFor } from "../../../src/quantization/quantize/scale.js";

describe("exponentFor", () => {
  it("spreads the larger side over 127 steps", () => {
    expect(exponentFor({ min: -1, max: 1 })).toBe(-6);
    expect(exponentFor({ min: 0, max: 127 / 64 })).toBe(-6);
    expect(exponentFor({ min: 0, max: Math.fround((127 / 64) * (1 + 2 ** -20)) })).toBe(-5);
    expect(exponentFor({ min: -128, max: 3 })).toBe(1);
    expect(exponentFor({ min: 5, max: 6 })).toBe(-4);
  });

  it("is 0 for nothing to quantize", () => {
    expect(exponentFor({ min: 0, max: 0 })).toBe(0);
    expect(exponentFor({ min: -1e-40, max: 1e-40 })).toBe(0);
  });

  it("is the smallest exponent whose 127 steps reach the range", () => {
    const positive = fc.float({ min: Math.fround(1e-30), max: Math.fround(1e30), noNaN: true });
    fc.assert(
      fc.property(positive, (magnitude) => {
        const exponent = exponentFor({ min: -magnitude, max: 0 });
        expect(127 * 2 ** exponent).toBeGreaterThanOrEqual(magnitude);
        expect(127 * 2 ** (exponent - 1)).toBeLessThan(magnitude);
      }),
      { seed: 3, numRuns: 500 },
    );
  });
});
