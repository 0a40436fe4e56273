import { describe, expect, it } from "vitest";
import { mergedInner } from "../../../kernels-ref/espdl/merged-shapes.js";
import { ESPDL_ARITHMETIC } from "../../../kernels-ref/index.js";
import { run, tensor } from "../run.js";
import { flat } from "./run.js";

const exponents = (left: number, right: number, output: number) => ({
  left_exponent: left,
  right_exponent: right,
  output_exponent: output,
});

describe("operators with two operands", () => {
  it("add and subtract saturate and look at no exponent", () => {
    expect(
      flat("add", "int8", [
        [100, -100, 1],
        [100, -100, 2],
      ]),
    ).toEqual([127, -128, 3]);
    expect(
      flat("sub", "int16", [
        [-32768, 32767, 5],
        [1, -1, 7],
      ]),
    ).toEqual([-32768, 32767, -2]);
  });

  it("an int16 product becomes a float32 before it is scaled", () => {
    // 1903 · 8817 = 16778751 = 16385 · 2^10 + 511: float32 holds 16778752, a tie, which rounds up.
    expect(flat("mul", "int16", [[1903], [8817]], exponents(-12, -12, -14))).toEqual([16386]);
    expect(flat("mul", "int16", [[1903], [8815]], exponents(-12, -12, -14))).toEqual([16382]);
  });

  it("a quotient rounds by how the shapes merge", () => {
    expect(mergedInner([2, 3, 4], [2, 3, 4])).toEqual({ left: 24, right: 24 });
    expect(mergedInner([2, 48], [1])).toEqual({ left: 96, right: 1 });
    expect(mergedInner([1, 8, 12], [1, 8, 1])).toEqual({ left: 12, right: 1 });
    const direct = Math.floor(Math.fround(Math.fround(3 / 7) * 2 ** 14) + 0.5);
    expect(flat("div", "int16", [[3, 6], [7]], exponents(0, 0, -14))[0]).toBe(direct);
  });

  it("0 and division by 0", () => {
    expect(
      flat(
        "div",
        "int8",
        [
          [0, 5, -5, 0],
          [3, 0, 0, 0],
        ],
        exponents(-5, -5, -5),
      ),
    ).toEqual([0, 127, -128, 0]);
    expect(flat("div", "int8", [[0], [3, 0]], exponents(-5, -5, -5))).toEqual([0, -128]);
  });

  it("a remainder has the sign of the left; modulo 0 is 0", () => {
    expect(
      flat(
        "mod",
        "int8",
        [
          [7, -7, 7, 7],
          [4, 4, -4, 0],
        ],
        exponents(0, 0, 0),
      ),
    ).toEqual([3, -3, 3, 0]);
  });

  it("powers", () => {
    expect(
      flat(
        "pow",
        "int8",
        [
          [2, 3, 0, -2],
          [3, 2, 0, 3],
        ],
        exponents(0, 0, 0),
      ),
    ).toEqual([8, 9, 1, -8]);
    expect(
      flat("pow", "float32", [
        [1, 2],
        [Number.NaN, 0.5],
      ]),
    ).toEqual([1, Math.fround(Math.SQRT2)]);
  });

  it("comparisons look at integers alone", () => {
    expect(flat("greater", "int8", [[1, 2, 3], [2]], {}, "bool")).toEqual([0, 0, 1]);
    expect(flat("less_or_equal", "int16", [[1, 2, 3], [2]], {}, "bool")).toEqual([1, 1, 0]);
  });
});

describe("activations", () => {
  it("PRelu shifts toward −∞ and copies what is not negative", () => {
    expect(flat("prelu", "int8", [[-3, -1, 5], [3]], { shift: 2 })).toEqual([-3, -1, 5]);
    expect(flat("prelu", "int8", [[-100], [100]], { shift: -1 })).toEqual([-128]);
    const data = tensor("int16", [2, 3], [-8, -8, 8, -8, 8, -8]);
    const slope = tensor("int16", [3], [1, 2, 3]);
    const got = run("espdl.prelu", [data, slope], { shift: 3 }, "int16", [2, 3], ESPDL_ARITHMETIC.c);
    expect(got.toNumbers()).toEqual([-1, -2, 8, -1, 8, -3]);
  });

  it("an int16 table takes the nearest entry, a tie as the chip rounds", () => {
    const table = tensor(
      "int16",
      [257],
      Array.from({ length: 257 }, (_, i) => i),
    );
    const at = (value: number, chip: "c" | "esp32p4") =>
      run("espdl.lut", [tensor("int16", [1], [value]), table], {}, "int16", [1], ESPDL_ARITHMETIC[chip]).item();
    expect([-32768, 32767, 127, 128, 129].map((value) => at(value, "c"))).toEqual([0, 256, 128, 129, 129]);
    expect([128, 384].map((value) => at(value, "esp32p4"))).toEqual([128, 130]);
  });

  it("an int8 table has an entry for each value", () => {
    const table = Array.from({ length: 256 }, (_, i) => 127 - i);
    const got = run("espdl.lut", [tensor("int8", [3], [-128, 0, 127]), tensor("int8", [256], table)], {}, "int8", [3]);
    expect(got.toNumbers()).toEqual([127, -1, -128]);
  });

  it("clips on the data's own grid, then rescales", () => {
    const attributes = { minimum: -10, maximum: 20, input_exponent: -5, output_exponent: -4 };
    expect(flat("clip", "int8", [[-100, -3, 100]], attributes)).toEqual([-5, -1, 10]);
  });

  it("negates the lowest integer to the highest", () => {
    expect(flat("neg", "int8", [[-128, 127, 0]]).map((value) => value + 0)).toEqual([127, -127, 0]);
  });

  it("formulas", () => {
    const scale = { input_exponent: -8, output_exponent: -14 };
    const of = (op: string, attributes = {}) => flat(op, "int16", [[-512, 0, 256, 700]], { ...scale, ...attributes });
    const expected = (f: (x: number) => number) =>
      [-2, 0, 1, 700 / 256].map((x) => Math.min(Math.max(Math.round(f(x) * 2 ** 14), -32768), 32767) + 0);
    expect(of("swish")).toEqual(expected((x) => x / (1 + Math.exp(-x))));
    expect(of("sigmoid")).toEqual(expected((x) => 1 / (1 + Math.exp(-x))));
    expect(of("tanh")).toEqual(expected(Math.tanh));
    expect(of("elu", { alpha: 0.5 })).toEqual(expected((x) => (x < 0 ? 0.5 * Math.expm1(x) : x)));
    expect(of("leaky_relu", { alpha: 0.25 })).toEqual(expected((x) => (x < 0 ? 0.25 * x : x)));
    expect(of("relu")).toEqual(expected((x) => Math.max(x, 0)));
    expect(of("hard_sigmoid", { alpha: 0.2, beta: 0.5 })).toEqual(
      expected((x) => Math.min(Math.max(0.2 * x + 0.5, 0), 1)),
    );
  });
});

describe("espdl.requantize", () => {
  it("rounds as the chip does and saturates", () => {
    const attributes = { input_exponent: -6, output_exponent: -4 };
    const to = (chip: "c" | "esp32p4") =>
      flat("requantize", "int16", [[2, 6, -2, 4000]], attributes, "int8", ESPDL_ARITHMETIC[chip]);
    expect(to("c").map((value) => value + 0)).toEqual([1, 2, 0, 127]);
    expect(to("esp32p4").map((value) => value + 0)).toEqual([0, 2, 0, 127]);
  });
});
