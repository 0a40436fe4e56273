import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
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
