import { describe, expect, test } from "vitest";
import { type Rounding, roundToInteger, saturate, shiftRight, shiftRightInt64 } from "../../kernels-ref/arithmetic.js";
import { integers } from "./run.js";

describe("roundToInteger", () => {
  const values = [-2.5, -1.5, -0.5, -0.25, 0.25, 0.5, 1.5, 2.5, 0.49999999999999994];
  const expected: Record<Rounding, number[]> = {
    floor: [-3, -2, -1, -1, 0, 0, 1, 2, 0],
    "half-up": [-2, -1, 0, 0, 0, 1, 2, 3, 0],
    "half-even": [-2, -2, 0, 0, 0, 0, 2, 2, 0],
    "half-away": [-3, -2, -1, 0, 0, 1, 2, 3, 0],
    "toward-zero": [-2, -1, 0, 0, 0, 0, 1, 2, 0],
  };
  test.each(Object.entries(expected))("%s", (rounding, results) => {
    expect(values.map((value) => roundToInteger(value, rounding as Rounding) + 0)).toEqual(results);
  });

  test("half-away and toward-zero keep the sign of zero, as roundf and truncf do", () => {
    expect(roundToInteger(-0.3, "half-away")).toBe(-0);
    expect(roundToInteger(-0.3, "toward-zero")).toBe(-0);
    expect(roundToInteger(-0, "half-away")).toBe(-0);
  });

  test("odd and even neighbours on both sides of zero", () => {
    expect([-3.5, -2.5, 2.5, 3.5].map((value) => roundToInteger(value, "half-even"))).toEqual([-4, -2, 2, 4]);
    expect(roundToInteger(2 ** 31 - 0.5, "half-up")).toBe(2 ** 31);
  });
});

describe("saturate", () => {
  test("limits to the range; NaN becomes the upper end", () => {
    expect([-129, -128, 0, 127, 128].map((value) => saturate(value, -128, 127))).toEqual([-128, -128, 0, 127, 127]);
    expect(saturate(Number.NaN, -128, 127)).toBe(127);
  });
});

describe("shiftRight", () => {
  test("floor equals C's arithmetic shift for 0 to 31", () => {
    const random = integers(1);
    for (let trial = 0; trial < 2000; trial++) {
      const value = random(-(2 ** 31), 2 ** 31 - 1);
      const shift = random(0, 31);
      expect(shiftRight(value, shift, "floor", "zero") + 0).toBe(value >> shift);
    }
  });

  test("half-up equals (x + 2^(s−1)) >> s in 64 bits", () => {
    const random = integers(2);
    for (let trial = 0; trial < 2000; trial++) {
      const value = random(-(2 ** 31), 2 ** 31 - 1);
      const shift = random(1, 40);
      const exact = Number((BigInt(value) + (1n << BigInt(shift - 1))) >> BigInt(shift));
      expect(shiftRight(value, shift, "half-up", "zero") + 0).toBe(exact);
    }
  });

  test("ties in every mode", () => {
    const tie = (value: number): number[] =>
      (["floor", "half-up", "half-even", "half-away", "toward-zero"] as const).map(
        (rounding) => shiftRight(value, 1, rounding, "zero") + 0,
      );
    expect(tie(3)).toEqual([1, 2, 2, 2, 1]);
    expect(tie(5)).toEqual([2, 3, 2, 3, 2]);
    expect(tie(-3)).toEqual([-2, -1, -2, -2, -1]);
    expect(tie(-5)).toEqual([-3, -2, -2, -3, -2]);
  });

  test("32 and more give the exact floor", () => {
    expect([5, -5].map((value) => shiftRight(value, 40, "floor", "zero"))).toEqual([0, -1]);
  });

  test("a negative shift saturates to int32, or is zero", () => {
    expect(shiftRight(3, -4, "floor", "saturating-left-shift")).toBe(48);
    expect(shiftRight(2 ** 30, -1, "floor", "saturating-left-shift")).toBe(2 ** 31 - 1);
    expect(shiftRight(-5, -31, "floor", "saturating-left-shift")).toBe(-(2 ** 31));
    expect(shiftRight(3, -4, "floor", "zero")).toBe(0);
  });
});

describe("shiftRightInt64", () => {
  test("floors, saturates, or gives zero", () => {
    expect(shiftRightInt64(-5n, 1n, "zero")).toBe(-3n);
    expect(shiftRightInt64(-5n, 100n, "zero")).toBe(-1n);
    expect(shiftRightInt64(5n, -2n, "saturating-left-shift")).toBe(20n);
    expect(shiftRightInt64(5n, -63n, "saturating-left-shift")).toBe(2n ** 63n - 1n);
    expect(shiftRightInt64(-1n, -1000n, "saturating-left-shift")).toBe(-(2n ** 63n));
    expect(shiftRightInt64(5n, -2n, "zero")).toBe(0n);
  });
});
