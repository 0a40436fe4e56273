import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test, vi } from "vitest";
import { convert } from "../../src/convert/convert-model.js";
import { tensorflow } from "../../src/convert/tensorflow.js";
import { invoke } from "../cli/invoke.js";
import { refused } from "../cli/refused.js";
import { unpackedTensorflow } from "./tensorflow-files.js";

vi.mock("jsfive", () => {
  throw new Error("Cannot find package");
});
vi.mock("@tensorflow/tfjs", () => {
  throw new Error("Cannot find package");
});
vi.mock("@tensorflow/tfjs-node", () => {
  throw new Error("Cannot find package");
});

const golden = (file: string): string => fileURLToPath(new URL(`../golden/convert/${file}`, import.meta.url));
const saved = unpackedTensorflow();
const folder = mkdtempSync(join(tmpdir(), "espdl-not-installed-"));
afterAll(() => rmSync(folder, { recursive: true }));

test.each(["keras2_small.h5", "keras2_small.keras"])("%s needs jsfive, and says so", async (file) => {
  const line = await refused(folder, "convert", "--input", golden(file), "--output", join(folder, "model.onnx"));
  expect(line).toMatch(/HDF5 files are read with jsfive, which is not installed; npm install jsfive\n$/);
});

test("what needs neither is converted, and told to be unproven", async () => {
  for (const input of [join(saved, "module"), join(saved, "module_tfjs", "model.json"), golden("int8.tflite")]) {
    const output = join(folder, "converted.onnx");
    const { code, out } = await invoke("convert", "--input", input, "--output", output);
    expect([code, existsSync(output)]).toEqual([0, true]);
    expect(out).toMatch(/not proven: (@tensorflow\/tfjs is not installed; npm install|nothing in JavaScript runs)/);
    rmSync(output);
  }
});

test("models in memory need tfjs", async () => {
  const none = /^@tensorflow\/tfjs is not installed; npm install @tensorflow\/tfjs$/;
  await expect(tensorflow()).rejects.toThrow(none);
  const topology = { node: [{ name: "x", op: "Placeholder", attr: { shape: { shape: { dim: [{ size: "2" }] } } } }] };
  topology.node.push({ name: "y", op: "Relu", input: ["x"] } as never);
  const model = { artifacts: { modelTopology: topology }, weights: {}, execute: () => [] };
  await expect(convert(model)).rejects.toThrow(none);
});
