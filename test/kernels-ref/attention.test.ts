import { describe, expect, it } from "vitest";
import { expCubic, expLinear } from "../../kernels-ref/espdl/attention-exp.js";

/** A float32's bits. */
const bits = (value: number): number => new Uint32Array(Float32Array.of(value).buffer)[0]!;

describe("the exponential of an attention", () => {
  it("has the bits that esp-dl freezes", () => {
    expect([0, 1, 2, 1022, 1023].map((i) => bits(expLinear(-i / 64)))).toEqual([
      0x3f800000, 0x3f7c07f5, 0x3f781fab, 0x33f956bb, 0x33f57921,
    ]);
    expect(bits(expLinear(-100))).toBe(0x33f1aade);
  });

  it("is 1 from 0 up and ends at −16 by a line, at −32 by a cubic", () => {
    expect([expLinear(3), expCubic(3), expCubic(-32), expCubic(-1e9)]).toEqual([1, 1, 0, 0]);
    expect(expLinear(-20)).toBe(expLinear(-16));
    for (const x of [-0.37, -5.123, -17.5, -31.9]) expect(expCubic(x) / Math.exp(x)).toBeCloseTo(1, 5);
  });
});
