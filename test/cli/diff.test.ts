import { readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { formatNpy, parseNpy } from "../../src/base/tensor/npy.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import type { BadLayer, Bisection } from "../../src/comparison/bisect/bisection.js";
import { parseModel } from "../../src/formats/onnx/parse.js";
import { readTrace } from "../../src/formats/trace/read.js";
import { writeTrace } from "../../src/formats/trace/write.js";
import type { BisectJson, DiffJson } from "../../src/presentation/report/report-json.js";
import { readSample } from "../../src/quantization/dataset/samples.js";
import { naiveConvolution } from "../comparison/diagnose/naive.js";
import { callOf, inputsOf, subject } from "../comparison/diagnose/subjects.js";
import { goldenCase } from "../golden/cases.js";
import { invoke, linesOf } from "./invoke.js";
import { schemaErrors } from "./results-schema.js";
import { workspace } from "./workspace.js";

const files = workspace();
const golden = goldenCase("mnist_cnn");
const s = subject("mnist_cnn");
const wrong = callOf(s, "esp.conv2d", 2);
const model = ["--model_path", golden.path("quant.onnx")];
const input = ["--input", golden.path("input.npy")];

function printed(out: string): string {
  for (const line of linesOf(out)) expect(line.length, line).toBeLessThanOrEqual(100);
  expect(out).not.toContain("\u001b");
  return out;
}

beforeAll(async () => {
  const debug = ["debug", "--target_chip", "esp32s3", "--img_path", golden.path("input.npy"), "--dump_root"];
  expect((await invoke(...debug, files.path("reference"), ...model)).code).toBe(0);
  // The board's trace: all tensors up to a convolution that rounds half up.
  const board = naiveConvolution(wrong, inputsOf(s, wrong), {
    requantize: (acc, bias, shift) => clip(clip((acc + (1 << (shift - 1))) >> shift) + bias),
  });
  const layers = s.trace.layers.filter(({ op }) => op !== "param");
  const captured = layers.filter(({ index }) => index <= wrong.index);
  const faulty = captured.map((layer) => (layer.id === wrong.id ? { ...layer, tensor: board } : layer));
  writeTrace(files.path("board"), { runner: "board test", model: "mnist", layers: faulty });
  writeTrace(files.path("same"), { runner: "board test", model: "mnist", layers });
});

const clip = (value: number): number => Math.max(-128, Math.min(127, value));

describe("diff", () => {
  test("equal: exit code 0", async () => {
    const { code, out, err } = await invoke("diff", files.path("reference"), files.path("same"), ...model);
    expect([code, err]).toEqual([0, ""]);
    expect(printed(out)).toContain("EQUAL: all ");
  });

  test("differs: exit code 1, the first layer, where, how", async () => {
    const { code, out } = await invoke("diff", files.path("reference"), files.path("board"), ...model);
    expect(code).toBe(1);
    expect(printed(out)).toMatch(
      /^DIFFERS: 1 of \d+ tensors that both runs make, the first is\n {2}tvmgen_default_fused_nn_relu_3$/m,
    );
    expect(out).toMatch(/first at \[n 0, h \d+, w \d+, c \d+\]: -?\d+ expected, -?\d+ found/);
    expect(out).toContain("always +1");
  });

  test("--json is the comparison itself", async () => {
    const { code, out } = await invoke("diff", files.path("reference"), files.path("board"), "--json");
    const found = JSON.parse(out) as DiffJson;
    expect([code, found.format, found.version, found.verdict]).toEqual([1, "espdl-lab-diff", 1, "differs"]);
    expect(found.first).toBe(wrong.id);
    expect([found.bisection, found.memory]).toEqual([undefined, undefined]);
    expect(schemaErrors(out)).toEqual([]);
  });

  test("--json with the model: also the causes, those of bisect, and the memory plan", async () => {
    const { out } = await invoke("diff", files.path("reference"), files.path("board"), ...model, "--json");
    const found = JSON.parse(out) as DiffJson;
    expect(schemaErrors(out)).toEqual([]);
    for (const wrong of [
      { ...found, new: 1 },
      { ...found, verdict: "maybe" },
      { ...found, layers: [{}] },
    ]) {
      expect(schemaErrors(JSON.stringify(wrong))).not.toEqual([]);
    }
    expect(found.memory!.arenaBytes).toBeGreaterThan(0);
    expect(found.layers.find(({ id }) => id === wrong.id)!.single!.differing).toBeGreaterThan(0);
    const bisected = await invoke("bisect", files.path("board"), ...model, ...input, "--json");
    expect(schemaErrors(bisected.out)).toEqual([]);
    const { layers, comparison, memory } = JSON.parse(bisected.out) as BisectJson;
    expect(layers.map(({ diff, origin }) => [diff.id, origin])).toEqual([[wrong.id, "own"]]);
    expect(layers[0]!.diagnosis!.hypotheses[0]!.family).toBe("rounding");
    const causes = (of: readonly BadLayer[]) =>
      of.map(({ diff, origin, diagnosis }) => [diff.id, origin, diagnosis?.hypotheses]);
    expect(causes(found.bisection!.layers)).toEqual(causes(layers));
    expect(comparison.first).toBe(wrong.id);
    expect(memory).toEqual(found.memory);
  });

  test("nothing in common: exit code 2", async () => {
    const { code, out } = await invoke("diff", files.path("reference"), golden.path("output.npy"));
    expect(code).toBe(2);
    expect(printed(out)).toContain("UNKNOWN: nothing to compare: the two runs have no layer in common");
    expect(
      schemaErrors((await invoke("diff", files.path("reference"), golden.path("output.npy"), "--json")).out),
    ).toEqual([]);
  });

  test("a float model against the integer run", async () => {
    const image = ["--img_path", golden.path("input.npy")];
    const { code, out } = await invoke("diff", golden.path("float.onnx"), files.path("reference"), ...model, ...image);
    expect(code).toBe(1);
    expect(printed(out)).toContain("in steps of 2^-4");
    const args = [golden.path("float.onnx"), files.path("reference"), ...model, ...image, "--json"];
    expect(schemaErrors((await invoke("diff", ...args)).out)).toEqual([]);
  });

  test("a monitor's log", async () => {
    const { tensor } = readTrace(files.path("reference")).layers.find(({ id }) => id === wrong.id)!;
    const numbers = tensor.toNumbers().slice(0, 100);
    const log = files.write("monitor.txt", `I (55) boot: ok\n${numbers.join(",")},\n`);
    const args = ["diff", files.path("reference"), "--log", log, "--layer", "Relu_4", ...model];
    const right = await invoke(...args);
    expect([right.code, right.err]).toEqual([0, ""]);
    writeFileSync(log, readFileSync(log, "utf8").replace(`\n${numbers[0]},`, `\n${numbers[0]! + 1},`));
    const { code, out } = await invoke(...args);
    expect(code).toBe(1);
    expect(printed(out)).toContain("the log holds the first 100 of 1568 elements");
    expect(schemaErrors((await invoke(...args, "--json")).out)).toEqual([]);
  });

  test.each([
    ["a folder that is not there", ["diff", "nowhere", "nowhere"], "nowhere: does not exist"],
    ["one run only", ["diff", golden.path("output.npy")], "needs a second run or --log"],
    ["a log without its layer", ["diff", golden.path("output.npy"), "--log", "x"], "needs --layer"],
    ["a float model alone", ["diff", golden.path("float.onnx"), "x"], "needs --model_path"],
  ])("%s: exit code 2 and one line", async (_, args, expected) => {
    const { code, err } = await invoke(...args);
    expect(code).toBe(2);
    expect(linesOf(err)).toHaveLength(1);
    expect(err).toContain(expected);
  });
});

describe("bisect", () => {
  test("a trace: the layer, and the cause", async () => {
    const { code, out } = await invoke("bisect", files.path("board"), ...model, ...input);
    expect(code).toBe(1);
    expect(printed(out)).toContain(`layer ${wrong.index} wrong by itself`);
    expect(out).toContain("the shift rounds to nearest, ties up");
    expect(out).toContain("explains all 1568 elements");
  });

  test("an equal trace: exit code 0", async () => {
    const { code, out } = await invoke("bisect", files.path("same"), ...model, ...input, "--json");
    expect([code, (JSON.parse(out) as Bisection).verdict]).toEqual([0, "equal"]);
    expect(schemaErrors(out)).toEqual([]);
  });

  test("a trace of another input is refused", async () => {
    const [name, given] = [...readSample(golden.path("input.npy"), parseModel(golden.read("quant.onnx")))][0]!;
    const other = new Tensor(
      "float32",
      given.shape,
      (given.data as Float32Array).map((value) => 1 - value),
    );
    files.write("other.npy", formatNpy(other));
    const { code, err } = await invoke("bisect", files.path("same"), ...model, "--input", files.path("other.npy"));
    expect([code, linesOf(err).length]).toEqual([2, 1]);
    expect(err).toContain(`input ${name} is not the one given`);
  });

  test("neither board nor trace", async () => {
    const { code, err } = await invoke("bisect", ...model);
    expect([code, linesOf(err).length]).toEqual([2, 1]);
    expect(err).toContain("needs --project");
  });
});

test("the input of the case is what the reference was run on", () => {
  expect(parseNpy(golden.read("input.npy")).data).toEqual(s.trace.layers[0]!.tensor.data);
});
