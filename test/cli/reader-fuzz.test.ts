import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import { readRecipe } from "../../src/analysis/recipe/recipe-file.js";
import { UserError } from "../../src/base/errors.js";
import { parseNpy } from "../../src/base/tensor/npy.js";
import { formatNpz, parseNpz } from "../../src/base/tensor/npz.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import { readFirmware } from "../../src/boards/board/firmware.js";
import { readFlasherArgs } from "../../src/boards/board/flash/read-flasher-args.js";
import { readLayers } from "../../src/boards/capture/read-layers.js";
import { exportProject } from "../../src/codegen/project/export-project.js";
import { diffLog } from "../../src/comparison/diff/diff-log.js";
import { readTvmDump } from "../../src/comparison/diff/tvm-dump.js";
import { readEspdl } from "../../src/espdl/read.js";
import { parseExponents } from "../../src/espdl/write/quantize/exponents-file.js";
import { GraphModuleDebug } from "../../src/execution/interpreter/graph-module-debug.js";
import { parseModel } from "../../src/formats/onnx/parse.js";
import { readTrace } from "../../src/formats/trace/read.js";
import { writeTrace } from "../../src/formats/trace/write.js";
import { graphDump } from "../../src/ir/graph/dump.js";
import { readNotebook } from "../../src/kernel/notebook/format.js";
import { readSample } from "../../src/quantization/dataset/samples.js";
import { random } from "../boards/board/random.js";
import { goldenCase } from "../golden/cases.js";
import { mutatedBytes, mutatedJson } from "./file-mutation.js";
import { workspace } from "./workspace.js";

const RUNS = 2000;
const files = workspace();
const golden = goldenCase("mnist_cnn");
const notebooks = new URL("../../notebooks/", import.meta.url).pathname;

beforeAll(async () => {
  const model = parseModel(golden.read("quant.onnx"));
  const sample = readSample(golden.path("input.npy"), model);
  const module = GraphModuleDebug.create(model);
  for (const [name, tensor] of sample) module.setInput(name, tensor);
  mkdirSync(files.path("trace"));
  writeTrace(files.path("trace"), module.run(), graphDump(module.program));
  await exportProject(model, { chip: "esp32s3", sample, out: files.path("out") });
  writeFileSync(files.path("app.bin"), "x");
  const flasher = { flash_files: { "0x0": "app.bin", "0x10000": "app.bin" } };
  writeFileSync(files.path("flasher_args.json"), JSON.stringify(flasher));
});

/** A file of a kind, as text or bytes, and what reads it. */
interface Reader {
  readonly kind: string;
  readonly original: () => string | Uint8Array;
  readonly read: (content: string | Uint8Array) => unknown;
}

const inFolder = (name: string, read: () => unknown) => (content: string | Uint8Array) => {
  writeFileSync(files.path(name), content);
  return read();
};
const text = (path: string) => () => readFileSync(path, "utf8");
const bytes = (path: string) => () => new Uint8Array(readFileSync(path));
const recipe = {
  ...{ format: "espdl-lab-recipe", version: 1, perChannel: true, keepFloat: ["n"] },
  ...{ exponents: { a: -4, b: [-3, -2] }, biases: { c: [1, 2] }, equalization: { d: [0, 1] } },
};
const exponents = new URL("../golden/espdl_1312/ppq13_att_float_p4_w8a8/model.json", import.meta.url).pathname;
const dump = `${goldenCase("gemm_mlp_pc").path("")}/`;

const READERS: readonly Reader[] = [
  {
    kind: "layers.json",
    original: () => readFileSync(files.path("out/new_project/layers.json"), "utf8"),
    read: inFolder("out/new_project/layers.json", () => readLayers(files.path("out/new_project"))),
  },
  {
    kind: "firmware.json",
    original: () => readFileSync(files.path("out/new_project/firmware.json"), "utf8"),
    read: inFolder("out/new_project/firmware.json", () => readFirmware(files.path("out/new_project"))),
  },
  {
    kind: "flasher_args.json",
    original: () => readFileSync(files.path("flasher_args.json"), "utf8"),
    read: inFolder("flasher_args.json", () => readFlasherArgs(files.path("flasher_args.json"))),
  },
  {
    kind: "trace.json",
    original: () => readFileSync(files.path("trace/trace.json"), "utf8"),
    read: inFolder("trace/trace.json", () => readTrace(files.path("trace"))),
  },
  {
    kind: "recipe",
    original: () => JSON.stringify(recipe),
    read: inFolder("recipe.json", () => readRecipe(files.path("recipe.json"))),
  },
  {
    kind: "esp-ppq's exponents",
    original: text(exponents),
    read: (file) => parseExponents(typeof file === "string" ? file : new TextDecoder().decode(file), "model.json"),
  },
  {
    kind: "a monitor's log",
    original: () => "I (31) x: [1, -2, 3, 4]\n5, 6, 7\n".repeat(4),
    read: (file) => {
      const log = typeof file === "string" ? file : new TextDecoder().decode(file);
      const tensor = Tensor.zeros("int8", [1, 28]);
      const layer = { index: 0, name: "x", id: "x", op: "add", onnx: [], tensor };
      return diffLog({ runner: "r", model: "m", layers: [layer] }, log, "x");
    },
  },
  {
    kind: "nodes.json of TVM's dump",
    original: text(`${dump}nodes.json`),
    read: (file) => {
      mkdirSync(files.path("dump"), { recursive: true });
      copyFileSync(`${dump}tensors.npz`, files.path("dump/tensors.npz"));
      return inFolder("dump/nodes.json", () => readTvmDump(files.path("dump")))(file);
    },
  },
  {
    kind: "notebook",
    original: text(`${notebooks}${readdirSync(notebooks).find((name) => name.endsWith(".ipynb"))}`),
    read: inFolder("lesson.ipynb", () => readNotebook(files.path("lesson.ipynb"))),
  },
  { kind: ".onnx", original: () => golden.read("quant.onnx"), read: (file) => parseModel(file as Uint8Array) },
  {
    kind: ".espdl",
    original: bytes(`${notebooks}models/skip_add_s8.espdl`),
    read: (file) => readEspdl(file as Uint8Array),
  },
  { kind: ".npy", original: () => golden.read("input.npy"), read: (file) => parseNpy(file as Uint8Array) },
  {
    kind: ".npz",
    original: () =>
      formatNpz(
        new Map([
          ["a", Tensor.zeros("float32", [2, 3])],
          ["b/c", Tensor.zeros("int8", [0])],
        ]),
      ),
    read: (file) => parseNpz(file as Uint8Array),
  },
];

test.each(READERS)(`${RUNS} mutated files: $kind`, { timeout: 300_000 }, async ({ kind, original, read }) => {
  const next = random(20261127);
  const whole = original();
  const counts = { read: 0, refused: 0 };
  for (let run = 0; run < RUNS; run++) {
    // The test runner listens for its workers in between.
    if (run % 100 === 0) await setImmediate();
    const content =
      typeof whole === "string" && run % 2 === 0 && kind !== "a monitor's log"
        ? mutatedJson(next, whole)
        : mutatedBytes(next, typeof whole === "string" ? new TextEncoder().encode(whole) : whole);
    try {
      await read(content);
      counts.read++;
    } catch (error) {
      if (!(error instanceof UserError)) throw new Error(`${kind}, run ${run}: ${error}`, { cause: error });
      expect(error.message).toMatch(/^[^\p{C}\p{Zl}\p{Zp}]{10,400}$/u);
      counts.refused++;
    }
  }
  console.log(`${kind}: ${counts.read} read, ${counts.refused} refused`);
  expect(counts.refused).toBeGreaterThan(RUNS / 20);
});
