import { expect, test } from "vitest";
import { compileForDebug } from "../../../src/ir/passes/compile.js";
import { onnxModel, onnxNode, scale } from "./model.js";

const initializers = { low: scale(0), high: scale(6) };
const ofBounds = (...bounds: string[]) => onnxModel([onnxNode("Clip", ["x", ...bounds])], { initializers });
const operators = (...model: Parameters<typeof compileForDebug>) =>
  compileForDebug(...model).program.layers.flatMap((layer) => (layer.kind === "call" ? [layer.name] : []));

test.each([
  ["an upper bound", ["", "high"]],
  ["a lower bound", ["low"]],
])("%s alone: the original drops the Clip; here it clips and says so", (_, bounds) => {
  expect(operators(ofBounds(...bounds), { compat: true })).toEqual([]);
  expect(operators(ofBounds(...bounds)).join()).toMatch(/clip|maximum|minimum|relu/);
  expect(compileForDebug(ofBounds(...bounds)).warnings).toEqual([
    "Clip_1: the original ignores a Clip of one bound; here it clips",
  ]);
  expect(compileForDebug(ofBounds(...bounds), { compat: true }).warnings).toEqual([]);
});

test("two bounds clip in both, without a word", () => {
  for (const compat of [true, false]) {
    expect(operators(ofBounds("low", "high"), { compat })).toEqual(["tvmgen_default_fused_clip"]);
    expect(compileForDebug(ofBounds("low", "high"), { compat }).warnings).toEqual([]);
  }
});

test("bounds of attributes, before opset 11, are two: one of them is dropped by nobody", () => {
  const old = onnxModel([onnxNode("Clip", ["x"], { max: 6.5 })], { opset: 10 });
  for (const compat of [true, false]) expect(operators(old, { compat })).toEqual(["tvmgen_default_fused_clip"]);
});
