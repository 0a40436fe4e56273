import { describe, expect, it } from "vitest";
import {
  QuantizationError,
  quantizeArray,
  roundHalfEven,
} from "../../../src/quantization/quantize/quantization-error.js";

describe("quantizeArray", () => {
  it("rounds half to even and clips", () => {
    const result = new Int8Array(8);
    const error = new QuantizationError();
    quantizeArray(Float32Array.of(0.25, 0.75, 1.25, -0.25, -0.75, 63.5, 64, -80), 0.5, -127, 127, error, result);
    expect([...result]).toEqual([0, 2, 2, -0, -2, 127, 127, -127].map((q) => q + 0));
    expect(error.clipped).toBe(2);
    expect(error.clippedShare).toBe(0.25);
  });

  it("adds up signal and noise", () => {
    const error = new QuantizationError();
    quantizeArray(Float32Array.of(1, 1.25), 1, -128, 127, error);
    quantizeArray(Float32Array.of(-3), 1, -128, 127, error);
    expect(error.signal).toBe(1 + 1.5625 + 9);
    expect(error.noise).toBe(0.0625);
    expect(error.snr).toBeCloseTo(10 * Math.log10(11.5625 / 0.0625), 12);
  });

  it("has no noise where nothing is lost", () => {
    const error = new QuantizationError();
    quantizeArray(Float32Array.of(0, 0.5, -64), 0.5, -128, 127, error);
    expect(error.snr).toBe(Number.POSITIVE_INFINITY);
    expect(new QuantizationError().clippedShare).toBe(0);
  });
});

describe("roundHalfEven", () => {
  it("rounds ties to even and leaves large values alone", () => {
    expect([0.5, 1.5, 2.5, -0.5, -1.5, 2.4999, 2 ** 40 + 0.5, 2 ** 60].map(roundHalfEven)).toEqual([
      0,
      2,
      2,
      -0 + 0,
      -2,
      2,
      2 ** 40,
      2 ** 60,
    ]);
  });
});
