import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { quantizeModel } from "../../../src/analysis/quantize-model.js";
import { packageFolder } from "../../../src/base/package-folder.js";
import { formatNpy } from "../../../src/base/tensor/npy.js";
import { formatNpz, parseNpz } from "../../../src/base/tensor/npz.js";
import { openNpz } from "../../../src/base/tensor/npz-file.js";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import { argmax } from "../../../src/execution/evaluate/confusion.js";
import { type ChangedSample, evaluate } from "../../../src/execution/evaluate/evaluate.js";
import { openLabelledSamples } from "../../../src/execution/evaluate/labelled-samples.js";
import { ofFunction } from "../../../src/execution/evaluate/metrics/metric-file.js";
import { mcNemar, pairedInterval, Ratio, shareInterval } from "../../../src/execution/evaluate/statistics.js";
import { interpret } from "../../../src/execution/interpreter/interpret.js";
import { readModel } from "../../../src/formats/onnx/read.js";
import { serializeModel } from "../../../src/formats/onnx/write.js";
import { compileForDebug } from "../../../src/ir/passes/compile.js";
import { openSamples } from "../../../src/quantization/dataset/samples.js";
import { invoke } from "../../cli/invoke.js";
import { schemaErrors } from "../../cli/results-schema.js";

const data = (file: string): string => packageFolder("notebooks", "data", file);
const float = readModel(packageFolder("notebooks", "models", "mnist_cnn.onnx"));
const folder = mkdtempSync(join(tmpdir(), "evaluate-"));
let int8: Awaited<ReturnType<typeof quantizeModel>>["model"];
beforeAll(async () => {
  int8 = (await quantizeModel(float, [...openSamples(data("calibration.npz"), float)].slice(0, 20))).model;
  writeFileSync(join(folder, "int8.onnx"), serializeModel(int8));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("statistics, against literature's and R's numbers", () => {
  test("Wilson's interval: 0 of 10, 81 of 263 (Newcombe 1998, table I: 0.2553 … 0.3662)", () => {
    expect(shareInterval(0, 10)[1]).toBeCloseTo(0.2775, 4);
    expect(shareInterval(81, 263)[0]).toBeCloseTo(0.2553, 4);
    expect(shareInterval(81, 263)[1]).toBeCloseTo(0.3662, 4);
  });

  test("McNemar's exact p: binom.test(2, 12) is 0.03857, 3 : 0 is 0.25, and 10 : 7 of 1,000 is noise", () => {
    expect(mcNemar(2, 10)).toBeCloseTo(0.03857, 5);
    expect(mcNemar(0, 3)).toBeCloseTo(0.25, 12);
    expect(mcNemar(10, 7)).toBeGreaterThan(0.6);
    expect(mcNemar(5000, 5000)).toBeCloseTo(1, 6);
    expect(mcNemar(0, 0)).toBe(1);
  });

  test("a paired difference, and a mean as a ratio: 1, 2, 3, 4 has the standard error √(5/3)/2", () => {
    expect(pairedInterval(10, 7, 1000)[0]).toBeLessThan(0);
    const ratio = new Ratio();
    for (const x of [1, 2, 3, 4]) ratio.add(x, 1);
    expect(ratio.value).toBe(2.5);
    expect(ratio.interval[1] - 2.5).toBeCloseTo((1.959964 * Math.sqrt(5 / 3)) / 2, 5);
  });
});

test("a packed .npz is streamed row by row; a flipped bit is refused", () => {
  const array = new Tensor(
    "float32",
    [300, 100],
    Float32Array.from({ length: 30000 }, (_, i) => Math.sin(i)),
  );
  const path = join(folder, "packed.npz");
  const bytes = zipSync({ "x.npy": formatNpy(array) }, { level: 6 });
  writeFileSync(path, bytes);
  const { columns, close } = openNpz(path);
  const rows = Array.from({ length: 300 }, () => Array.from(columns.get("x")!.next().data as Float32Array));
  close();
  expect(rows.flat()).toEqual(Array.from(array.data as Float32Array));
  bytes[bytes.length >> 1]! ^= 4;
  writeFileSync(path, bytes);
  expect(() => {
    const { columns } = openNpz(path);
    for (let i = 0; i < 300; i++) columns.get("x")!.next();
  }).toThrow(/packed.npz: array "x": (checksum|cannot be unpacked|ends before)/);
});

describe("evaluate", () => {
  const samples = openLabelledSamples(data("held_out.npz"), ["input"]);
  const truth = parseNpz(readFileSync(data("held_out.npz")))
    .get("label")!
    .toNumbers();

  test("int8 is the reference's run exactly, float ONNX Runtime's", async () => {
    const some = [...samples].slice(0, 60);
    const changed: ChangedSample[] = [];
    const found = await evaluate([float, int8], some, { onChanged: (sample) => changed.push(sample) });
    const { program } = compileForDebug(int8);
    const classes = some.map(({ inputs }) => argmax(interpret(program, inputs).layers.at(-1)!.tensor.toNumbers()));
    const right = classes.filter((value, i) => value === truth[i]).length;
    expect(found.models[1]!.value).toBe(right / 60);
    expect(found.models[0]!.value).toBeGreaterThan(0.95);
    expect(found.difference!.gained + found.difference!.lost).toBe(changed.length);
    expect(found.difference!.verdict).toBe("noise");
  });

  test("a metric of one's own, SNR, and labels that do not fit", async () => {
    const some = [...samples].slice(0, 8);
    const own = ofFunction("size", (outputs) => outputs[0]!.size);
    expect((await evaluate([int8], some, { metric: own })).models[0]).toMatchObject({ value: 10, interval: [10, 10] });
    const { models } = await evaluate([float, int8], some, { metric: "snr" });
    expect(models[0]!.value).toBeUndefined();
    expect(models[1]!.value).toBeGreaterThan(10);
    const wrong = some.map(({ inputs }) => ({ inputs, label: Tensor.scalar("int32", 10) }));
    await expect(evaluate([float], wrong)).rejects.toThrow("label: must be one class number from 0 to 9");
  });

  test("the command: 100 columns, a schema, the samples that changed sides", async () => {
    const small = join(folder, "small.npz");
    const bytes = [...samples].slice(0, 50).map(({ inputs }) => inputs.get("input")!);
    const pixels = Uint8Array.from(
      bytes.flatMap(({ data }) => Array.from(data as Float32Array, (x) => Math.round(x * 255))),
    );
    const label = new Tensor("int64", [50], BigInt64Array.from(truth.slice(0, 50), BigInt));
    writeFileSync(
      small,
      formatNpz(
        new Map([
          ["x", new Tensor("uint8", [50, 28, 28, 1], pixels)],
          ["label", label],
        ]),
      ),
    );
    const models = [packageFolder("notebooks", "models", "mnist_cnn.onnx"), join(folder, "int8.onnx")];
    const changed = join(folder, "changed.npz");
    const args = ["evaluate", "--model", ...models, "--data", small, "--std", "255"];
    const names = join(folder, "names.txt");
    writeFileSync(names, Array.from({ length: 10 }, (_, i) => `class number ${i}`).join("\n"));
    const text = await invoke(...args, "--labels", names, "--changed", changed);
    expect(text.code, text.err).toBe(0);
    expect(
      Math.max(...text.out.split("\n").map((line) => (line === `${changed}:` ? 0 : line.length))),
    ).toBeLessThanOrEqual(100);
    expect(text.out).toMatch(/noise: chance alone does that/);
    expect([...parseNpz(readFileSync(changed)).keys()]).toEqual(
      expect.arrayContaining(["index", "class_a", "class_b"]),
    );
    const json = await invoke(...args, "--json");
    expect(schemaErrors(json.out)).toEqual([]);
    expect(JSON.parse(json.out)).toMatchObject({ samples: 50, metric: "top1" });
  });
});
