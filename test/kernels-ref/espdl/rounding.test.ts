import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quantizeFloat, roundFloat, shiftSaturate } from "../../../kernels-ref/espdl/rounding.js";

/** The chip's integer shifts, in exact integers. */
function shiftHalfUp(value: bigint, shift: bigint): bigint {
  return shift <= 0n ? value << -shift : (value + (1n << (shift - 1n))) >> shift;
}

function shiftHalfEven(value: bigint, shift: bigint): bigint {
  if (shift <= 0n) return value << -shift;
  const below = value >> shift;
  const rest = value - (below << shift);
  const half = 1n << (shift - 1n);
  return rest > half || (rest === half && (below & 1n) === 1n) ? below + 1n : below;
}

const clip = (value: bigint): number => Number(value < -32768n ? -32768n : value > 32767n ? 32767n : value);

describe("rounding of today's ESP-DL", () => {
  it("rounds floats half up through a float32 sum", () => {
    expect(roundFloat(Math.fround(0.49999997), "half-up")).toBe(1);
    expect(roundFloat(-0.5, "half-up")).toBe(0);
    expect(roundFloat(2.5, "half-up")).toBe(3);
    expect(roundFloat(8388609, "half-up")).toBe(8388610);
  });

  it("rounds floats half to even by their value", () => {
    expect([0.5, 1.5, 2.5, -0.5, -1.5].map((value) => roundFloat(value, "half-even") + 0)).toEqual([0, 2, 2, 0, -2]);
    expect(roundFloat(Math.fround(0.49999997), "half-even")).toBe(0);
  });

  it("saturates, NaN to the lowest value", () => {
    expect(
      [1e9, -1e9, Infinity, -Infinity, Number.NaN].map((value) => quantizeFloat(value, "half-up", -128, 127)),
    ).toEqual([127, -128, 127, -128, -128]);
  });

  it("shifts as the chip's int64 does", () => {
    const property = fc.property(
      fc.bigInt(-(2n ** 51n), 2n ** 51n),
      fc.integer({ min: -12, max: 40 }),
      (value, shift) => {
        const of = (rounding: "half-up" | "half-even") =>
          shiftSaturate(Number(value), shift, rounding, -32768, 32767) + 0;
        expect(of("half-up")).toBe(clip(shiftHalfUp(value, BigInt(shift))));
        expect(of("half-even")).toBe(clip(shiftHalfEven(value, BigInt(shift))));
      },
    );
    fc.assert(property, { seed: 7, numRuns: 2000 });
  });
});
