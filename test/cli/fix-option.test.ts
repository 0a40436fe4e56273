import { expect, test } from "vitest";
import { collectFixed } from "../../src/cli/fix-option.js";

test("--fix: exponents and ranges, as often as given; the name may hold = and :", () => {
  const fixed = ["logits=-3", "a=b:0=-1.5:2", "logits=4"].reduce(
    (before: ReturnType<typeof collectFixed> | undefined, text) => collectFixed(text, before),
    undefined,
  )!;
  expect([...fixed.exponents]).toEqual([["logits", 4]]);
  expect([...fixed.ranges]).toEqual([["a=b:0", { min: -1.5, max: 2 }]]);
});

test.each(["logits", "=3", "x=", "x=1.5", "x=99", "x=2:1", "x=1:2:3", "x=1:", "x=NaN:1"])(
  "--fix %s is refused",
  (text) => {
    expect(() => collectFixed(text)).toThrow("--fix: expected TENSOR=EXPONENT such as logits=-3");
  },
);
