import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { convertSource } from "../../src/convert/convert.js";
import { readSource } from "../../src/convert/source.js";
import { relativeError } from "./relative-error.js";
import { runTflite, steps } from "./tflite-run.js";

const golden = (file: string): string => fileURLToPath(new URL(`../golden/convert/${file}`, import.meta.url));

test("a float network gives TensorFlow's own outputs", async () => {
  const pairs = await runTflite(golden("float.tflite"), golden("float.npz"));
  expect(pairs.length).toBe(11);
  for (const { expected, found } of pairs) expect(relativeError(expected, found)).toBeLessThanOrEqual(1e-5);
});

test("an int8 network gives TensorFlow's own integers within one step", async () => {
  const away = steps(await runTflite(golden("int8.tflite"), golden("int8.npz")));
  expect(Math.max(...Object.keys(away).map(Number))).toBeLessThanOrEqual(1);
});

test("int16 values are refused by name, and converted as the reals that they stand for", async () => {
  const path = golden("int16.tflite");
  const source = await readSource(path);
  expect(() => convertSource(source)).toThrow(
    /^serving_default_keras_tensor:0: its values are int16 with 1 scales, expected int8 or uint8 with one; convert with --float$/,
  );
  const away = steps(await runTflite(path, golden("int16.npz"), { float: true }));
  // One of 65,536 steps is the rounding of each of three operators.
  expect(Math.max(...Object.keys(away).map(Number))).toBeLessThanOrEqual(8);
});
