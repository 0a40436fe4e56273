import { describe, expect, it } from "vitest";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import { printFloat, printScalar } from "../../../src/ir/graph/print-number.js";

describe("printFloat", () => {
  it.each([
    [0, "0"],
    [-0, "-0"],
    [-128, "-128"],
    [0.015625, "0.015625"],
    [2 ** -13, "0.00012207"],
    [2 ** -15, "3.05176e-05"],
    [1e-5, "1e-05"],
    [Math.fround(1 / 6), "0.166667"],
    [1e6, "1e+06"],
    [999999.5, "1e+06"],
    [123456, "123456"],
    [Number.POSITIVE_INFINITY, "inf"],
  ])("%d as C's %%g does: %s", (value, text) => {
    expect(printFloat(value)).toBe(text);
  });

  it("takes an exact tie to the even digit", () => {
    expect(printFloat(2 ** -10)).toBe("0.000976562");
    expect(printFloat(2 ** -11)).toBe("0.000488281");
    expect(printFloat(2 ** -9)).toBe("0.00195312");
  });
});

describe("printScalar", () => {
  it("marks the dtype", () => {
    expect(printScalar(Tensor.scalar("int32", 8))).toBe("8");
    expect(printScalar(Tensor.scalar("int64", 40n))).toBe("40i64");
    expect(printScalar(Tensor.scalar("float32", 0.5))).toBe("0.5f");
    expect(printScalar(Tensor.scalar("bool", 1))).toBe("True");
  });

  it("leaves tensors and int8 to references", () => {
    expect(printScalar(Tensor.scalar("int8", 0))).toBeUndefined();
    expect(printScalar(Tensor.zeros("int32", [1]))).toBeUndefined();
  });
});
