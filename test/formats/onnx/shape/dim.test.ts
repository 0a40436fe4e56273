import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { OnnxDim } from "../../../../src/formats/onnx/model.js";
import * as dim from "../../../../src/formats/onnx/shape/dim.js";

describe("canonical text", () => {
  test.each([
    ["N", "N"],
    ["N+1", "N + 1"],
    ["1 + N", "N + 1"],
    ["2 * N", "2*N"],
    ["N*2", "2*N"],
    ["N + N", "2*N"],
    ["N - N", 0],
    ["M*N", "M*N"],
    ["N*M", "M*N"],
    ["(N + 1)*(N - 1)", "N*N - 1"],
    ["-(N - 3)", "-N + 3"],
    ["floor((N - 1)/2) + 1", "floor((N + 1)/2)"],
    ["(2*N + 2)//2", "N + 1"],
    ["floor((2*N + 1)/2)", "N"],
    ["floor(floor(N/2)/2)", "floor(N/4)"],
    ["floor((floor((N - 1)/2) + 1)/2)", "floor((N + 1)/4)"],
    ["floor((6*N + 5)/4)", "floor(3*N/2) + 1"],
    ["max(2, N, 3)", "max(N, 3)"],
    ["min(N, N)", "N"],
    ["batch size", "batch size"],
    ["unk__9", "unk__9"],
    ["N +", "N +"],
    ["12", 12],
    ["", ""],
    [null, null],
  ])("%s → %s", (text, expected) => {
    expect(dim.canonicalDim(text)).toBe(expected);
  });

  test("hostile text is one name, and quick", () => {
    for (const text of ["(".repeat(100_000), "N*".repeat(50_000), "(A+B)*(C+D)*(E+F)*(G+H)*(I+J)*(K+L)*(M+N)*(O+P)"]) {
      expect(dim.canonicalDim(text)).toBe(text);
    }
  });
});

test("unknown is contagious, but nothing of it is nothing", () => {
  expect(dim.addDims("N", null)).toBeNull();
  expect(dim.multiplyDims(null, 2)).toBeNull();
  expect(dim.multiplyDims(null, 0)).toBe(0);
  expect(dim.floorDivideDims("N", 0)).toBeNull();
});

test("a/b is exact or unknown", () => {
  expect(dim.divideDimsExactly("6*N", 3)).toBe("2*N");
  expect(dim.divideDimsExactly("6*N*M", "2*M")).toBe("3*N");
  expect(dim.divideDimsExactly("N", 2)).toBeNull();
});

describe("solving a = b", () => {
  test.each([
    ["N", 4, [{ symbol: "N", value: 4 }]],
    ["2*N", 8, [{ symbol: "N", value: 4 }]],
    ["2*N", 7, "impossible"],
    ["N + 5", 3, "impossible"],
    ["N", "N + 1", "impossible"],
    ["N + 1", "1 + N", "equal"],
    ["N", "2*M", [{ symbol: "N", value: "2*M" }]],
    ["floor(H/2)", "K", [{ symbol: "K", value: "floor(H/2)" }]],
    ["floor(H/2)", 4, []],
    ["N*M", 4, []],
  ] as const)("%s = %s", (a, b, expected) => {
    expect(dim.solveDims(a, b)).toEqual(expected);
  });
});

type Operation = readonly [symbolic: (a: OnnxDim, b: OnnxDim) => OnnxDim, numeric: (a: number, b: number) => number];

const OPERATIONS: readonly Operation[] = [
  [dim.addDims, (a, b) => a + b],
  [dim.subtractDims, (a, b) => a - b],
  [dim.multiplyDims, (a, b) => a * b],
  [dim.minDim, Math.min],
  [dim.maxDim, Math.max],
  [(a) => dim.floorDivideDims(a, 3), (a) => Math.floor(a / 3)],
  [(a) => dim.ceilDivideDims(a, 2), (a) => Math.ceil(a / 2)],
];

test("symbolic arithmetic, then substitution, is integer arithmetic; text reads back as itself", () => {
  const step = fc.tuple(fc.constantFrom(...OPERATIONS), fc.constantFrom<(number | string)[]>("N", "M", 1, 2, 5, -3));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 6 }), fc.nat(40), fc.nat(40), (steps, n, m) => {
      const values = new Map(Object.entries({ N: n, M: m }));
      let symbolic: OnnxDim = "N";
      let numeric = n;
      for (const [[operate, evaluate], operand] of steps) {
        symbolic = operate(symbolic, operand);
        numeric = evaluate(numeric, values.get(`${operand}`) ?? Number(operand));
      }
      // Adding 0 makes a -0 of the expected value a 0.
      expect(dim.substituteDim(symbolic, values)).toBe(numeric + 0);
      expect(dim.canonicalDim(symbolic)).toBe(symbolic);
    }),
    { seed: 7, numRuns: 2000 },
  );
});
