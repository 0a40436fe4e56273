import { describe, expect, it } from "vitest";
import { fixedPoint } from "../../../src/ir/passes/canonicalize/fixed-point.js";
import { transformLike } from "../../../src/ir/passes/layout/rule.js";
import { NameSupply } from "../../../src/ir/passes/name-supply.js";

describe("NameSupply", () => {
  it("counts for each name, past names that are taken", () => {
    const supply = new NameSupply();
    const names = ["cast", "cast_1", "cast_2", "cast", "cast", "cast_3", "cast_3"].map((name) => supply.fresh(name));
    expect(names).toEqual(["cast", "cast_1", "cast_2", "cast_3", "cast_4", "cast_3_1", "cast_3_2"]);
  });
});

describe("fixedPoint", () => {
  it.each([
    [0, 0, 0],
    [0.5, 2 ** 30, 0],
    [1, 2 ** 30, 1],
    [2 ** -10, 2 ** 30, -9],
    [3, 1.5 * 2 ** 30, 2],
    [1 - 2 ** -40, 2 ** 30, 1],
    [1 / 3, Math.round((2 / 3) * 2 ** 31), -1],
  ])("%d", (factor, multiplier, shift) => {
    expect(fixedPoint(factor)).toEqual({ multiplier, shift });
  });
});

describe("transformLike", () => {
  it.each([
    ["CHW", "NCHW", "NHWC", "NHWC"],
    ["C", "NC", "NC", "NC"],
    ["", "NCHW", "NHWC", ""],
    ["NCHW", "NCHW", "NHWC", "NHWC"],
    ["W", "NCHW", "NHWC", "NHWC"],
  ])("%s as %s → %s", (like, from, to, result) => {
    expect(transformLike(like, from, to)).toBe(result);
  });

  it("cannot where the rest repeats an axis", () => {
    expect(transformLike("CHW", "HCHW", "NHWC")).toBeUndefined();
  });
});
