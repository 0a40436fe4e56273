import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { packageFolder } from "../../src/base/package-folder.js";
import { invoke, linesOf } from "./invoke.js";
import { schemaErrors } from "./results-schema.js";

const folder = mkdtempSync(join(tmpdir(), "debug-fast-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const GOLDEN = packageFolder("test", "golden");

test.each([
  ["quantized ONNX", join("tvm", "mnist_cnn", "quant.onnx"), ["--img_path", join(GOLDEN, "tvm/mnist_cnn/input.npy")]],
  [".espdl", join("espdl", "ppq_act_elu_c_s8", "model.espdl"), []],
])("debug --fast of %s: the layers and bytes of debug, JSON by its schema, 100 columns", async (_, file, input) => {
  const traces: Record<string, Buffer>[] = [];
  const printed: unknown[] = [];
  for (const fast of [[], ["--fast"]]) {
    const dump = join(folder, `${file.replaceAll(/\W/g, "-")}${traces.length}`);
    const args = ["debug", "--target_chip", "c", "--model_path", join(GOLDEN, file), ...input, "--dump_root", dump];
    if (file.endsWith(".onnx")) args[2] = "esp32s3";
    const json = await invoke(...args, ...fast, "--json");
    expect([json.code, schemaErrors(json.out)]).toEqual([0, []]);
    const { layers } = JSON.parse(json.out) as { layers: unknown[] };
    expect(layers.length).toBeGreaterThan(1);
    printed.push(layers);
    const tensors = join(dump, "tensors");
    traces.push(Object.fromEntries(readdirSync(tensors).map((name) => [name, readFileSync(join(tensors, name))])));
    const { out } = await invoke(...args, ...fast);
    expect(
      linesOf(out)
        .filter((line) => !line.startsWith(dump))
        .filter((line) => line.length > 100),
    ).toEqual([]);
  }
  expect(printed[1]).toEqual(printed[0]);
  expect(Object.keys(traces[1]!)).toEqual(Object.keys(traces[0]!));
  for (const [name, bytes] of Object.entries(traces[0]!)) expect(traces[1]![name]!.equals(bytes), name).toBe(true);
});

test("what contradicts the schema is refused by it", () => {
  expect(schemaErrors(JSON.stringify({ trace: "tvmdbg", layers: [{ index: 0 }] }))).not.toEqual([]);
});
