import { describe, expect, test } from "vitest";
import { exponential, hyperbolicTangent } from "../../kernels-ref/exponential.js";
import { integers } from "./run.js";

const random = integers(7);
const uniform = (limit: number): number => (random(-(2 ** 30), 2 ** 30) / 2 ** 30) * limit;

describe("exponential", () => {
  test("is within 4 ulp of double", () => {
    for (let i = 0; i < 20_000; i++) {
      const x = uniform(i % 2 === 0 ? 700 : 3);
      expect(Math.abs(exponential(x) / Math.exp(x) - 1)).toBeLessThan(4 * 2 ** -52);
    }
  });

  test("is exact at 0 and has ends", () => {
    expect([0, -0, 709.5, -709, Infinity, -Infinity].map(exponential)).toEqual([1, 1, Infinity, 0, Infinity, 0]);
    expect(exponential(Number.NaN)).toBeNaN();
  });

  test("never falls", () => {
    let before = 0;
    for (let x = -708; x < 709; x += 0.37) {
      expect(exponential(x)).toBeGreaterThan(before);
      before = exponential(x);
    }
  });
});

describe("hyperbolicTangent", () => {
  test("rounds to the float32 that Math.tanh rounds to, or a neighbour", () => {
    for (let i = 0; i < 20_000; i++) {
      const x = uniform([10, 1, 0.002, 1e-6][i % 4] as number);
      const expected = Math.fround(Math.tanh(x));
      expect(Math.abs(Math.fround(hyperbolicTangent(x)) - expected)).toBeLessThanOrEqual(Math.abs(expected) * 2 ** -23);
    }
  });

  test("is odd and ends at 1", () => {
    expect(hyperbolicTangent(Infinity)).toBe(1);
    expect(hyperbolicTangent(-Infinity)).toBe(-1);
    for (const x of [1e-9, 0.0009, 0.0011, 0.5, 3, 40]) expect(hyperbolicTangent(-x)).toBe(-hyperbolicTangent(x));
    expect(hyperbolicTangent(Number.NaN)).toBeNaN();
  });
});
