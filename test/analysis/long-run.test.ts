import { expect, test } from "vitest";
import { longRun, longTransfer } from "../../src/analysis/estimate/long-run.js";
import { workOfModel, workOfProgram } from "../../src/analysis/estimate/work.js";
import { readModel } from "../../src/formats/onnx/read.js";
import { compileForDebug } from "../../src/ir/passes/compile.js";
import { goldenCase } from "../golden/cases.js";

test("work up to a minute and 2 GiB is not spoken of, what is more is told in one line", () => {
  expect(longRun({ products: 40e6, bytes: 2 ** 31 }, "quantize", 60)).toBeUndefined();
  expect(longRun({ products: 40e6, bytes: 1 }, "quantize", 600)).toBe(
    "600 samples of 40 million products take about 10 minutes (40 million a second); Ctrl-C ends it, no file is half written",
  );
  expect(longRun({ products: 1, bytes: 3 * 2 ** 30 }, "interpret")).toBe(
    "its tensors take 3.0 GiB of memory; Ctrl-C ends it, no file is half written",
  );
  expect(longRun({ products: 3e12, bytes: 1 }, "interpret")).toMatch(/^3,000,000 million products take about 6 hours/);
});

test("a serial line carries 11,520 bytes a second", () => {
  expect(longTransfer(600_000, 11_520)).toBeUndefined();
  expect(longTransfer(2_000_000, 11_520)).toMatch(/^2\.0 MB over a line of 11,520 bytes a second take about 3 minutes/);
});

test("the products of a network by its shapes: float, quantized and compiled", () => {
  const [float, quantized] = ["preprocessed.onnx", "quant.onnx"].map((file) =>
    readModel(goldenCase("gemm_mlp_pc").path(file)),
  );
  expect([workOfModel(float!).products, workOfModel(quantized!).products]).toEqual([25_408, 25_408]);
  expect(workOfProgram(compileForDebug(quantized!).program).products).toBe(25_408);
  const digits = readModel(goldenCase("mnist_cnn").path("quant.onnx"));
  expect(workOfModel(digits).products).toBe(workOfProgram(compileForDebug(digits).program).products);
});
