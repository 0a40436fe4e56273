import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { unzipSync, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formatNpy } from "../../src/base/tensor/npy.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import type { TraceDiff } from "../../src/comparison/diff/trace-diff.js";
import { randomNumbers } from "../../src/convert/proof/random-inputs.js";
import { readModel } from "../../src/formats/onnx/read.js";
import { invoke } from "../cli/invoke.js";
import { refused } from "../cli/refused.js";
import { schemaErrors } from "../cli/results-schema.js";
import { tf } from "./zoo/tf.js";

const golden = (file: string): string => fileURLToPath(new URL(`../golden/convert/${file}`, import.meta.url));
const small = unzipSync(readFileSync(golden("keras2_small.keras")));
const text = new TextDecoder().decode(small["config.json"]);

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "espdl-convert-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The small model with its configuration changed. */
function changed(...edits: readonly (readonly [string, string])[]): string {
  const path = join(folder, "model.keras");
  const config = edits.reduce((text, [from, to]) => {
    expect(text).toContain(from);
    return text.replaceAll(from, to);
  }, text);
  writeFileSync(path, zipSync({ ...small, "config.json": new TextEncoder().encode(config) }, { level: 0 }));
  return path;
}

const convert = (input: string, ...more: readonly string[]): Promise<string> =>
  refused(folder, "convert", "--input", input, "--output", join(folder, "model.onnx"), ...more);

describe("refused in one line that names the layer and the rule", () => {
  test.each([
    [
      "a lambda layer",
      [['"class_name": "ReLU"', '"class_name": "Lambda"']],
      /layer re_lu \(Lambda\): holds code of its own/,
    ],
    [
      "an unknown layer",
      [['"class_name": "ReLU"', '"class_name": "Mine>Gate"']],
      /layer re_lu \(Mine>Gate\): no rule conv/,
    ],
    [
      "an unknown attribute",
      [['"filters": 3', '"filters": 3, "twist": 1']],
      /layer conv2d \(Conv2D\): attribute twist is unk/,
    ],
    [
      "channels first",
      [["channels_last", "channels_first"]],
      /layer conv2d \(Conv2D\): data_format is "channels_first"/,
    ],
    [
      "another number of filters",
      [['"filters": 3', '"filters": 5']],
      /weight kernel must be float32\[3,3,2,5\], got float32\[3,3,2,3/,
    ],
    ["huge sizes", [["[null, 6, 5, 2]", "[null, 60000000, 5000000, 2]"]], /layer image \(InputLayer\): its shape is/],
    ["a free size", [["[null, 6, 5, 2]", "[null, null, 5, 2]"]], /expected known sizes beside the batch's/],
    ["half precision", [['"dtype": "float32"', '"dtype": "float16"']], /dtype must be float32, got float16/],
    [
      "a window larger than the image",
      [
        ['"padding": "same"', '"padding": "valid"'],
        ["[3, 3]", "[9, 9]"],
      ],
      /layer conv2d/,
    ],
    [
      "a stateful layer",
      [['"stateful": false', '"stateful": true']],
      /layer bidirectional \(Bidirectional\): stateful = true/,
    ],
    [
      "a circle",
      [['["image", 0, 0, {}]', '["dense", 0, 0, {}]']],
      /layer dense: the model refers to output 0 of its call 0/,
    ],
    [
      "a subclassed model",
      [['"class_name": "Functional"', '"class_name": "MyModel"']],
      /class MyModel, expected Sequential or F/,
    ],
  ] as [string, [string, string][], RegExp][])("%s", async (_, edits, message) => {
    expect(await convert(changed(...edits))).toMatch(message);
  });

  test("files that are none", async () => {
    const path = (name: string, bytes: Uint8Array | string): string => {
      writeFileSync(join(folder, name), bytes);
      return join(folder, name);
    };
    const h5 = readFileSync(golden("keras2_small.h5"));
    expect(await convert(path("cut.h5", h5.subarray(0, 3000)))).toMatch(/cut\.h5/);
    expect(await convert(path("empty.h5", ""))).toMatch(/empty\.h5: not an HDF5 file/);
    expect(await convert(path("text.tflite", "hello, world"))).toMatch(/text\.tflite: not a \.tflite file/);
    expect(await convert(path("text.keras", "hello"))).toMatch(/text\.keras/);
    expect(await convert(path("model.json", "{}"))).toMatch(/modelTopology is missing; give the model.json/);
    expect(await convert(folder)).toMatch(/saved_model\.pb: cannot be read \(ENOENT\); give the folder that the model/);
    expect(await convert(path("model.pb", "x"))).toMatch(/expected a \.h5, \.keras or \.tflite file, a model\.json or/);
    expect(await convert(join(folder, "nowhere.h5"))).toMatch(/nowhere\.h5: cannot be read \(ENOENT\)/);
    expect(await convert(golden("int8.tflite"), "--opset", "12")).toMatch(/opset 12, expected 13 to 17/);
  });
});

describe("converted", () => {
  const to = (name: string): string => join(folder, name);

  test.skipIf(tf === undefined)("with the proof that both compute the same, layer by layer", async () => {
    const { code, out } = await invoke(
      ...["convert", "--input", golden("keras2_small.keras"), "--output", to("small.onnx"), "--layers"],
    );
    expect([code, existsSync(to("small.onnx"))]).toEqual([0, true]);
    expect(out).toMatch(/small\.onnx: \d+ nodes, image \[1,6,5,2\], dense \[1,2\]\n/);
    expect(out).toMatch(/source \(tfjs\) and ONNX \(ONNX Runtime\) on 3 samples:/);
    expect(out).toMatch(/^dense +\d\.\de-\d+ +\d\.\de-\d+$/m);
    expect(out).toMatch(/^ *\d +bidirectional +Bidirectional +\[1, 4\]/m);
    for (const line of out.split("\n").slice(1)) expect(line.length).toBeLessThanOrEqual(100);
  });

  test.skipIf(tf === undefined)("as JSON that the schema describes", async () => {
    const input = golden("keras2_small.keras");
    const json = async (...more: readonly string[]): Promise<string> => {
      const { code, out } = await invoke("convert", "--input", input, "--output", to("json.onnx"), "--json", ...more);
      expect([code, schemaErrors(out)]).toEqual([0, []]);
      return out;
    };
    expect(JSON.parse(await json()).proof.outputs[0].relative).toBeLessThanOrEqual(1e-5);
    expect(JSON.parse(await json("--layers")).proof.layers.layers.length).toBeGreaterThan(3);
    const other = await invoke("convert", "--input", golden("int8.tflite"), "--output", to("json.onnx"), "--json");
    expect([schemaErrors(other.out), JSON.parse(other.out).reason]).toEqual([
      [],
      expect.stringMatching(/^nothing in Java/),
    ]);
  });

  test("a float model against its int8 one, in steps", async () => {
    const input = golden("int8.tflite");
    await invoke("convert", "--input", input, "--output", to("q.onnx"));
    await invoke("convert", "--input", input, "--output", to("f.onnx"), "--float");
    const [only] = readModel(to("f.onnx")).graph.inputs;
    // As the samples that its scales were made of.
    const random = randomNumbers(1);
    const size = only!.shape!.reduce<number>((product, dim) => product * Number(dim), 1);
    const sample = new Tensor(
      "float32",
      only!.shape as number[],
      Float32Array.from({ length: size }, () => 2 * random() - 1),
    );
    writeFileSync(to("in.npy"), formatNpy(sample));
    const { code, out } = await invoke("diff", to("q.onnx"), to("f.onnx"), "--img_path", to("in.npy"), "--json");
    const { layers, a, b } = JSON.parse(out) as TraceDiff;
    expect([code, schemaErrors(out), a.layers, b.layers]).toEqual([1, [], layers.length, layers.length]);
    expect(layers.length).toBeGreaterThan(5);
    for (const { entire } of layers) expect([entire!.unit, entire!.largest < 8]).toEqual(["steps", true]);
    expect(await refused(folder, "diff", to("f.onnx"), to("f.onnx"), "--img_path", to("in.npy"))).toMatch(
      /neither is a QDQ/,
    );
    expect(await refused(folder, "diff", to("f.onnx"), to("q.onnx"))).toMatch(/need an input; give it with --img_path/);
  });

  test("int8 as QDQ, or as the reals of its integers", async () => {
    const input = golden("int8.tflite");
    const { out } = await invoke("convert", "--input", input, "--output", to("qdq.onnx"));
    expect(out).toMatch(/not proven: nothing in JavaScript runs a \.tflite/);
    await invoke("convert", "--input", input, "--output", to("float.onnx"), "--float");
    const kinds = (file: string) => new Set(readModel(to(file)).graph.nodes.map(({ opType }) => opType));
    expect(kinds("qdq.onnx").has("QuantizeLinear")).toBe(true);
    expect(kinds("float.onnx").has("QuantizeLinear") || kinds("float.onnx").has("DequantizeLinear")).toBe(false);
  });

  test.each([13, 17])("to opset %i", async (opset) => {
    const input = golden("keras3_images.keras");
    const { code } = await invoke("convert", "--input", input, "--output", to("o.onnx"), "--opset", `${opset}`);
    expect([code, readModel(to("o.onnx")).opsets.get("")]).toEqual([0, opset]);
  });
});
