import { readFileSync } from "node:fs";
import { zipSync } from "fflate";
import { afterEach, describe, expect, test } from "vitest";
import { formatNpy } from "../../src/base/tensor/npy.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import { embeddedInputs } from "../../src/espdl/embedded-vectors.js";
import { guessChip } from "../../src/espdl/guess-chip.js";
import { sealPack } from "../../src/espdl/pack.js";
import { readEspdl } from "../../src/espdl/read.js";
import { runEspdl } from "../../src/espdl/run.js";
import { writeEspdl } from "../../src/espdl/write.js";
import type { Trace } from "../../src/formats/trace/trace.js";
import { writeTrace } from "../../src/formats/trace/write.js";
import type { GivenFile, OpenedModel, OpenedRuns } from "../../src/web/protocol.js";
import { sorted } from "../../src/web/worker/given-files.js";
import { numbersOf } from "../../src/web/worker/numbers.js";
import { openEspdl } from "../../src/web/worker/open-espdl.js";
import { Session } from "../../src/web/worker/session.js";
import { workspace } from "../cli/workspace.js";
import { goldenCases } from "../golden/cases.js";
import { espdlCases } from "../golden/espdl-cases.js";

const files = workspace();
const quiet = (): void => {};
const DIGITS = readFileSync(new URL("../../notebooks/models/digits_s8.espdl", import.meta.url));
const digits: GivenFile = { name: "digits_s8.espdl", bytes: new Uint8Array(DIGITS) };

afterEach(() => new Promise((resolve) => setImmediate(resolve)));

const PRODUCTS = ["espdl.conv", "espdl.matmul", "esp.conv2d", "esp.depthwise_conv2d", "esp.dense"];

/** Explains elements spread over every product sum of a model's run. @returns how many, and those that were not met */
async function explained(given: readonly GivenFile[]): Promise<{ readonly count: number; readonly wrong: string[] }> {
  const session = new Session();
  const opened = (await session.open({ files: given })) as OpenedModel;
  if (opened.refused !== undefined) return { count: 0, wrong: [] };
  const { tensors } = session.run({}, quiet);
  const wrong: string[] = [];
  let count = 0;
  for (const { id, op } of tensors) {
    if (!PRODUCTS.includes(op)) continue;
    const { size } = session.layer({ id, width: 400 });
    for (let index = 0; index < size; index += Math.max(1, Math.floor(size / 7))) {
      const { agrees, taps, heading } = session.element({ id, index });
      if (taps.length === 0) continue;
      if (!agrees) wrong.push(heading);
      count++;
    }
  }
  return { count, wrong };
}

describe("an element is told from its products to its byte", () => {
  test("in .espdl files", async () => {
    let elements = 0;
    for (const { name, model } of espdlCases().filter(({ name }) => /conv|gemm|matmul|net|mb/.test(name))) {
      const { count, wrong } = await explained([{ name: `${name}.espdl`, bytes: new Uint8Array(model()) }]);
      expect(wrong, name).toEqual([]);
      elements += count;
    }
    console.log(`${elements} elements of .espdl files explained`);
    expect(elements).toBeGreaterThan(50);
  }, 300_000);

  test("in quantized ONNX models", async () => {
    let elements = 0;
    for (const { name, has, read } of goldenCases().filter((_, i) => i % 4 === 0)) {
      if (!has("quant.onnx")) continue;
      const { count, wrong } = await explained([{ name: `${name}.onnx`, bytes: new Uint8Array(read("quant.onnx")) }]);
      expect(wrong, name).toEqual([]);
      elements += count;
    }
    console.log(`${elements} elements of ONNX models explained`);
    expect(elements).toBeGreaterThan(50);
  }, 300_000);
});

test("searches of numbers", () => {
  const tensor = new Tensor("int8", [2, 3], Int8Array.from([1, -5, 12, 100, 12, 127]));
  const layer = { index: 0, name: "t", id: "t", op: "x", onnx: [], exponent: -2, tensor };
  const found = (search: string): string[] =>
    numbersOf(layer, search).rows.map(({ place, stored, real }) => `${place} ${stored} ${real}`);
  expect(found("12")).toEqual(["[0, 2] 12 3", "[1, 1] 12 3"]);
  expect(found("> 99")).toEqual(["[1, 0] 100 25", "[1, 2] 127 31.75"]);
  expect(found("<= -5")).toEqual(["[0, 1] -5 -1.25"]);
  expect(found("[1, 0]")).toEqual(["[1, 0] 100 25"]);
  expect(found("")).toHaveLength(6);
  expect(() => found("[2, 0]")).toThrow("[2, 0]: is no place in [2, 3]; give as many numbers, each below its length");
  expect(() => found("ten")).toThrow("ten: is no search; write 12, > 100, != 0, or a place such as [0, 3, 4, 2]");
});

describe("files", () => {
  test("an encrypted file and a pack are read as by the command line", async () => {
    const key = "000102030405060708090a0b0c0d0e0f";
    const model = readEspdl(digits.bytes);
    expect(await openEspdl(writeEspdl(model, key), "a.espdl", { key })).toEqual(model);
    await expect(openEspdl(writeEspdl(model, key), "a.espdl")).rejects.toThrow(
      "a.espdl: is encrypted, expected its key of 32 hexadecimal digits",
    );
    const pack = sealPack([{ name: "one", bytes: writeEspdl(model) }], "1");
    expect(await openEspdl(pack, "p.espdl")).toEqual(model);
    pack[100]! ^= 1;
    await expect(openEspdl(pack, "p.espdl")).rejects.toThrow(/^p\.espdl: pack: SHA-256 is /);
  });

  test("are told apart, folders of runs and zips among them", () => {
    const bytes = new Uint8Array(1);
    const zip = zipSync({ "trace.json": bytes, "tensors/0000_a.npy": bytes });
    const { models, runs, arrays } = sorted([
      { name: "m.onnx", bytes },
      { name: "run/trace.json", bytes },
      { name: "run/tensors/0000_a.npy", bytes },
      { name: "other.zip", bytes: zip },
      { name: "x.npy", bytes },
    ]);
    expect(models.map(({ name }) => name)).toEqual(["m.onnx"]);
    expect(runs.map(({ folder, files }) => [folder, [...files.keys()].sort()])).toEqual([
      ["run", ["tensors/0000_a.npy", "trace.json"]],
      ["other.zip", ["tensors/0000_a.npy", "trace.json"]],
    ]);
    expect(arrays.map(({ name }) => name)).toEqual(["x.npy"]);
    expect(() => sorted([{ name: "a.txt", bytes }])).toThrow(
      "a.txt: is no .espdl, .onnx, .npz or .npy and holds no trace.json; drop a model, a trace folder or its zip",
    );
  });
});

/** The files of a trace's folder, as a drop gives them. */
function folderOf(name: string, trace: Trace): GivenFile[] {
  const folder = files.path(name);
  writeTrace(folder, trace);
  const manifest = JSON.parse(readFileSync(`${folder}/trace.json`, "utf8")) as { layers: { file: string }[] };
  return ["trace.json", ...manifest.layers.map(({ file }) => file)].map((file) => ({
    name: `${name}/${file}`,
    bytes: new Uint8Array(readFileSync(`${folder}/${file}`)),
  }));
}

describe("two runs", () => {
  const model = readEspdl(digits.bytes);
  const chip = guessChip(model).chips[0]!;
  const { trace } = runEspdl(model, embeddedInputs(model, chip), { chip });
  /** One element of the third convolution too large; what follows is not computed anew. */
  const wrong: Trace = {
    ...trace,
    layers: trace.layers.map((layer) => {
      if (layer.id !== trace.layers.filter(({ op }) => op === "espdl.conv")[2]!.id) return layer;
      const data = layer.tensor.data.slice() as Int8Array;
      data[5] = data[5]! + 1;
      return { ...layer, tensor: new Tensor(layer.tensor.dtype, layer.tensor.shape, data) };
    }),
  };

  test("are compared: equal ones, and one with its first layer that differs and pictures of it", async () => {
    const session = new Session();
    const same = (await session.open({ files: [...folderOf("a", trace), ...folderOf("b", trace)] })) as OpenedRuns;
    expect(same.comparison.heading).toMatch(/^Equal: all 9 tensors that both runs /);
    const other = (await new Session().open({
      files: [digits, ...folderOf("c", trace), ...folderOf("d", wrong)],
    })) as OpenedRuns;
    expect(other.comparison.heading).toMatch(/^Differs: 1 of 9 tensors that both runs /);
    expect(other.pictures.length).toBeGreaterThan(2);
    expect(other.bisection?.lines?.join(" ")).toMatch(/wrong by itself/);
  });

  test("one run with its model is held against the reference", async () => {
    const found = (await new Session().open({ files: [digits, ...folderOf("e", wrong)] })) as OpenedRuns;
    expect(found.comparison.heading).toMatch(/^Differs: 1 of 9 tensors that both runs /);
    await expect(new Session().open({ files: folderOf("f", trace) })).rejects.toThrow(
      /is one run; drop a second one, or its model too$/,
    );
  });
});

test("a person's input: an array with its batch axis left out, an image, one that does not fit", async () => {
  const session = new Session();
  await session.open({ files: [digits] });
  const zeros = formatNpy(Tensor.zeros("float32", [28, 28, 1]));
  expect(session.run({ input: { kind: "npy", name: "x.npy", bytes: zeros } }, quiet).input).toBe("x.npy");
  const pixels = new Uint8Array(56 * 56 * 4).fill(255);
  const image = { kind: "image", name: "a.png", width: 56, height: 56, pixels, mean: 0, scale: 1 / 255 } as const;
  const { tensors, input } = session.run({ input: image }, quiet);
  expect(input).toBe(`a.png, 28 × 28 pixels, (pixel − 0) · ${1 / 255}`);
  // 1.0 at an exponent of -7 saturates.
  expect(tensors.find(({ op }) => op === "input")!.range).toBe("127 … 127");
  const wrong = formatNpy(Tensor.zeros("float32", [3, 3]));
  expect(() => session.run({ input: { kind: "npy", name: "w.npy", bytes: wrong } }, quiet)).toThrow(/\[/);
});
