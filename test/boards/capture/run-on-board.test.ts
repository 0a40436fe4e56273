import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  captureTrace,
  type Exported,
  exportProject,
  interpret,
  monitor,
  readLayers,
  readModel,
  readSample,
  runOnBoard,
  type Sample,
  startBoard,
  Tensor,
} from "../../../src/index.js";
import { goldenCase } from "../../golden/cases.js";
import { identical } from "../../golden/nodes.js";

const golden = goldenCase("mnist_cnn");
const out = mkdtempSync(join(tmpdir(), "espdl-run-"));
let exported: Exported;
let sample: Sample;

beforeAll(async () => {
  const model = readModel(golden.path("quant.onnx"));
  sample = readSample(golden.path("input.npy"), model);
  exported = await exportProject(model, { chip: "esp32s3", sample, out });
});
afterAll(() => rmSync(out, { recursive: true }));

test("a run gives the outputs, one cost a call, and the stack", { timeout: 120_000 }, async () => {
  await using board = await startBoard(exported.project, "wasm");
  const layers = readLayers(exported.project);
  const run = await runOnBoard(board.link, layers, sample);
  const reference = interpret(exported.program, sample);
  const last = reference.layers.at(-1)!;
  expect([...run.outputs.keys()]).toEqual([last.id]);
  expect(identical(run.outputs.get(last.id)!, last.tensor)).toBe(true);
  const calls = exported.program.layers.filter(({ kind }) => kind === "call");
  expect(run.costs.map(({ index, id }) => ({ index, id }))).toEqual(calls.map(({ index, id }) => ({ index, id })));
  expect(run.unit).toBe("nanoseconds");
  for (const { cost } of run.costs) expect(cost).toBeGreaterThanOrEqual(0);
  expect(run.stack.used).toBeGreaterThan(0);
  expect(run.stack.used).toBeLessThan(run.stack.size);

  const [input] = sample.keys();
  const small = new Map([[input!, new Tensor("float32", [1, 1], new Float32Array(1))]]);
  await expect(runOnBoard(board.link, layers, small)).rejects.toThrow(
    `input ${input}: expected float32 [1, 1, 28, 28]`,
  );
});

test("a board that was closed, by hand or at the end of its scope, takes no more", { timeout: 120_000 }, async () => {
  const layers = readLayers(exported.project);
  const board = await startBoard(exported.project, "wasm");
  await board.close();
  await expect(captureTrace(board.link, layers, sample)).rejects.toThrow("wasm");
  const { link } = await (async () => {
    await using inside = await startBoard(exported.project, "wasm");
    return inside;
  })();
  await expect(captureTrace(link, layers, sample)).rejects.toThrow("wasm");
});

test("a virtual board has no console", async () => {
  await expect(monitor("wasm", () => {})).rejects.toThrow("board wasm: a virtual board has no console");
});
