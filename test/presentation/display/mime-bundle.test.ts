import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import { compileForBoard } from "../../../src/codegen/compile-for-board.js";
import { fits } from "../../../src/codegen/memory/fits.js";
import { planMemory } from "../../../src/codegen/memory/plan.js";
import { bisectTraces } from "../../../src/comparison/bisect/bisect-traces.js";
import type { Diagnosis } from "../../../src/comparison/diagnose/diagnosis.js";
import { diff } from "../../../src/comparison/diff/diff.js";
import { inspectEspdl } from "../../../src/espdl/inspect/inspect.js";
import type { Finding } from "../../../src/espdl/lint/finding.js";
import { lintEspdl } from "../../../src/espdl/lint/lint.js";
import { readEspdl } from "../../../src/espdl/read.js";
import { verifyEspdl } from "../../../src/espdl/verify-vectors.js";
import { GraphModuleDebug } from "../../../src/execution/interpreter/graph-module-debug.js";
import { interpret } from "../../../src/execution/interpreter/interpret.js";
import { readModel } from "../../../src/formats/onnx/read.js";
import type { Trace } from "../../../src/formats/trace/trace.js";
import { fuse } from "../../../src/ir/fuse/fuse.js";
import { importModel } from "../../../src/ir/import/import-model.js";
import { compileForDebug } from "../../../src/ir/passes/compile.js";
import { cellOutputs, type Displayable, display, mimeBundle } from "../../../src/presentation/display/mime-bundle.js";
import { readSample } from "../../../src/quantization/dataset/samples.js";
import { goldenCase } from "../../golden/cases.js";
import { espdlCase } from "../../golden/espdl-cases.js";
import { DIFF, FIGURES, HOSTILE, PLAN, REFERENCE, ROWS } from "../figures/samples.js";

const golden = goldenCase("tutorial_nhwc");
const model = readModel(golden.path("quant.onnx"));
const module = GraphModuleDebug.create(model);
module.setInput(readSample(golden.path("input.npy"), model));
const run = module.run();

const fused = fuse(module.program);
const reference = interpret(fused, readSample(golden.path("input.npy"), model));
const espdl = readEspdl(espdlCase("ppq_act_hardswish_esp32s3_s16").model());

/** The same run, the last bit of every convolution's elements the other one. */
const wrong: Trace = {
  ...reference,
  runner: HOSTILE,
  layers: reference.layers.map((layer) =>
    layer.op === "esp.conv2d"
      ? {
          ...layer,
          tensor: new Tensor(
            "int8",
            layer.tensor.shape,
            (layer.tensor.data as Int8Array).map((n) => n ^ 1),
          ),
        }
      : layer,
  ),
};

const FINDING: Finding = {
  rule: HOSTILE,
  severity: "error",
  node: HOSTILE,
  op: HOSTILE,
  reason: HOSTILE,
  measured: { elements: 8, differing: 1, worst: 3 },
  remedy: HOSTILE,
};

const DIAGNOSIS: Diagnosis = {
  id: HOSTILE,
  op: "esp.conv2d",
  elements: 100,
  differing: 10,
  tried: 50,
  hypotheses: [
    { family: "rounding", cause: "half-up", text: HOSTILE, look: "the shift", explained: 1, explainedDiffering: 0.975 },
  ],
};

const OBJECTS: readonly (readonly [string, Displayable, heading: string])[] = [
  ["Tensor", new Tensor("int8", [2, 2], Int8Array.of(1, -2, 3, 127)), "Tensor int8[2, 2]"],
  ["OnnxModel", model, "ONNX model"],
  ["Graph", importModel(model), "Graph of "],
  ["Ranges", new Map([[HOSTILE, { min: -1, max: 2 }]]), "Calibrated ranges of 1 tensors"],
  ["QuantizationRow[]", ROWS, "Quantization of 2 tensors"],
  ["Program", module.program, "Program of 58 calls"],
  ["MemoryPlan", PLAN, "Memory plan: arena of 64 bytes"],
  ["MemoryPlan of a model", planMemory(fuse(module.program)), "Memory plan: arena of "],
  ["Trace", REFERENCE, "Trace of model.onnx by reference: 3 tensors"],
  ["Trace of a model", run, "Trace of "],
  ["TraceDiff", DIFF, "Differs: 2 of 3 tensors that both runs make"],
  ["TraceDiff of equal runs", diff(run, run, { program: module.program }), "Equal: all "],
  ["TraceDiff of strangers", diff(REFERENCE, run), "Unknown: "],
  ["Diagnosis", DIAGNOSIS, "</text></svg><script>"],
  ["Diagnosis without a cause", { ...DIAGNOSIS, hypotheses: [] }, "</text></svg><script>"],
  ["Bisection", bisectTraces(fused, reference, wrong), "Differs: "],
  ["Bisection of equal runs", bisectTraces(fused, reference, reference), "Equal: all "],
  ["QuantizeResult", { model, tensors: ROWS, warnings: [], floats: [] }, "Quantized model of "],
  ["Compiled", compileForDebug(model), "Compiled in "],
  ["CompiledForBoard", compileForBoard(model), "Compiled for a board: "],
  ["Fit", fits(PLAN, "esp32s3"), "Fits esp32s3"],
  ["Fit[]", [fits(PLAN, "esp32"), fits({ ...PLAN, arenaBytes: 1e9, live: [0, 1e9] }, "esp32p4")], "Fits esp32"],
  ["EspdlModel", espdl, "ESP-DL model "],
  ["Inspection", inspectEspdl(espdl, "esp32s3"), "ESP-DL model "],
  ["LintReport", lintEspdl(espdl, { chip: "esp32s3" }), "Lint for esp32s3: "],
  [
    "LintReport with findings",
    { chip: "c", findings: [FINDING], counts: { error: 1, warning: 0, note: 0 } },
    "Lint for c: 1 error,",
  ],
  ["VectorVerification", verifyEspdl(espdl, { chip: "esp32s3" }), "Passes: "],
  ["Figure", FIGURES.find(({ title }) => title === "Difference, layer by layer")!, "Difference, layer by layer"],
];

describe.each(OBJECTS)("%s", (_, object, heading) => {
  const shown = display(object);

  test("says what it is, in text", () => {
    const text = shown["text/plain"];
    expect(text.startsWith(heading)).toBe(true);
    expect(text.split("\n").every((line) => !/[\p{Cc}\p{Cf}]/u.test(line))).toBe(true);
    expect(text.split("\n").filter((line) => line.length > 100)).toEqual([]);
  });

  test("has HTML that an untrusted notebook keeps: tables and pictures, no script, no style sheet, no drawing", () => {
    const html = shown["text/html"];
    expect(html).not.toMatch(/<(script|style|svg|iframe|link|b>&amp;)/i);
    expect(html).not.toMatch(/<[^>]* on\w+=/i);
    for (const [, source] of html.matchAll(/src="([^"]*)"/g)) {
      expect(source).toMatch(/^data:image\/svg\+xml;base64,/);
      const svg = Buffer.from(source!.split(",")[1]!, "base64").toString("utf8");
      expect(svg).toMatch(/^<svg xmlns/);
    }
    const tags = [...html.matchAll(/<(\/?)(\w+)/g)].map(([, slash, name]) => `${slash}${name}`);
    expect(new Set(tags.map((tag) => tag.replace("/", "")))).toEqual(
      new Set(tags.filter((tag) => !tag.startsWith("/"))),
    );
  });

  test("is small enough for a lesson that is committed with its outputs", () => {
    expect(JSON.stringify(shown).length).toBeLessThan(60_000);
  });

  test("prints as its text where nothing else shows it", () => {
    expect(inspect(shown)).toBe(shown["text/plain"]);
  });

  test("as outputs of a cell, what there is to read stands apart from the figure", () => {
    const outputs = cellOutputs(object)!;
    expect(outputs.length).toBeLessThanOrEqual(2);
    const drawn = outputs.filter((output) => "application/vnd.plotly.v1+json" in output);
    for (const output of drawn) expect(output["text/html"]).not.toContain("<table");
    expect(drawn.length).toBe("application/vnd.plotly.v1+json" in shown ? 1 : 0);
    expect(outputs.some((output) => output["text/html"].includes("<table"))).toBe(
      shown["text/html"].includes("<table"),
    );
  });

  test("has no picture that would win over plotly's", () => {
    const types = ["text/plain", "text/html", "application/vnd.plotly.v1+json"];
    expect(Object.keys(shown).filter((type) => !types.includes(type))).toEqual([]);
    const plotly = shown["application/vnd.plotly.v1+json"];
    if (plotly === undefined) return;
    expect(JSON.parse(JSON.stringify(plotly))).toEqual(plotly);
    expect(JSON.stringify(plotly)).not.toMatch(/<(?!br>|sub>|\/sub>)/);
    expect(shown["text/html"]).toContain("<img ");
  });
});

test("a tensor's numbers", () => {
  const text = display(new Tensor("int8", [2, 2], Int8Array.of(1, -2, 3, 127)))["text/plain"];
  expect(text.split("\n").map((line) => line.split(/ {2,}/))).toEqual([
    ["Tensor int8[2, 2]"],
    [""],
    ["elements", "4"],
    ["min … max", "-2 … 127"],
    ["mean", "32.25"],
    ["standard deviation", "54.73"],
    ["at an end of the dtype", "25.0 %"],
    ["first elements", "1 -2 3 127"],
  ]);
});

test.each([
  ["empty", new Tensor("float32", [0], new Float32Array())],
  ["scalar", Tensor.scalar("float32", 2)],
  ["int64", new Tensor("int64", [2], BigInt64Array.of(1n, -(2n ** 40n)))],
  ["bool", new Tensor("bool", [2], Uint8Array.of(0, 1))],
  ["float16", new Tensor("float16", [2], Uint16Array.of(0x3c00, 0xc000))],
  ["NaN", new Tensor("float32", [3], Float32Array.of(Number.NaN, Infinity, 1))],
])("a tensor of %s has a display", (_, tensor) => {
  expect(display(tensor)["text/plain"]).toContain(`Tensor ${tensor.dtype}`);
});

test("float16 is shown by its values", () => {
  const tensor = new Tensor("float16", [2], Uint16Array.of(0x3c00, 0xc000));
  expect(display(tensor)["text/plain"]).toContain("-2 … 1");
});

test("the cause comes first, with what it explains and where to look", () => {
  const text = display({ ...DIAGNOSIS, id: "conv" })["text/plain"].split("\n");
  expect(text[0]).toContain("conv (esp.conv2d): ");
  expect(text[1]).toBe("It explains 100 % of all 100 elements and 97.5 % of the 10 that are wrong.");
  expect(text[2]).toBe("Look at: the shift.");
  const none = display({ ...DIAGNOSIS, id: "conv", hypotheses: [] })["text/plain"];
  expect(none).toBe("conv (esp.conv2d): none of the 50 causes that were tried gives the board's bytes");
});

test("long tables show both ends", () => {
  const rows = Array.from({ length: 100 }, (_, i) => ({ ...ROWS[0]!, tensor: `tensor_${i}` }));
  const { "text/plain": text, "text/html": html } = display(rows);
  for (const shown of [text, html]) {
    expect(shown).toContain("tensor_0");
    expect(shown).toContain("… 60 more …");
    expect(shown).toContain("tensor_99");
    expect(shown).not.toContain("tensor_50<");
  }
});

test.each([
  [undefined],
  [null],
  [3],
  ["text"],
  [{}],
  [[]],
  [[1, 2]],
  [new Map()],
  [new Map([["a", 1]])],
  [{ layers: [] }],
  [() => 0],
])("%o is none of ours", (value) => {
  expect(mimeBundle(value)).toBeUndefined();
});

test("only ours are displayed", () => {
  expect(() => display({} as never)).toThrow(TypeError);
});
