import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { formatNpy } from "../../src/base/tensor/npy.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import { serializeModel } from "../../src/formats/onnx/write.js";
import { chain, images } from "../analysis/chain.js";
import { invoke, linesOf } from "./invoke.js";
import { schemaErrors } from "./results-schema.js";
import { workspace } from "./workspace.js";

const files = workspace();

/** The chain of five convolutions and twelve samples of it, as files. */
function written(): readonly string[] {
  const all = images(12).flatMap((sample) => sample.get("x")!.toNumbers());
  const samples = new Tensor("float32", [12, 3, 8, 8], Float32Array.from(all));
  return [files.write("chain.onnx", serializeModel(chain())), files.write("x.npy", formatNpy(samples))];
}

it("analyses an .espdl that it quantizes, and one that is there, with a page", async () => {
  const [model, samples] = written() as [string, string];
  const espdl = ["--format", "espdl", "--target_chip", "s3"];
  const own = await invoke("analyse", "--input_model", model, "--calibrate_dataset", samples, ...espdl);
  expect([own.code, own.err]).toEqual([0, ""]);
  expect(own.out).toMatch(/^\.espdl on esp32s3 against float: \d+\.\d dB at the output, \d+ samples\n/);
  for (const line of linesOf(own.out)) expect(line.length, line).toBeLessThanOrEqual(100);

  const file = files.path("m.espdl");
  const made = ["--input_model", model, "--output_model", file, "--calibrate_dataset", samples, ...espdl];
  expect((await invoke("quantize", ...made)).code).toBe(0);
  const given = ["--input_model", model, "--model_path", file, "--target_chip", "s3", "--test_dataset", samples];
  const page = files.path("page.html");
  const { code, out } = await invoke("analyse", ...given, "--json", "--html", page);
  expect(code).toBe(0);
  expect(schemaErrors(out)).toEqual([]);
  const { chip, layers } = JSON.parse(out) as { chip: string; layers: { tensor: string; gain16?: number }[] };
  expect([chip, layers.map(({ tensor }) => tensor).sort()]).toEqual([
    "esp32s3",
    ["g", "r0", "r1", "r2", "r3", "r4", "y"],
  ]);
  expect(layers.every(({ gain16 }) => gain16 !== undefined)).toBe(true);
  expect(readFileSync(page, "utf8")).toMatch(/<title>espdl-lab analyse: m\.espdl<\/title>/);
});

it("refuses options that do not go together, in one line", async () => {
  const [model, samples] = written() as [string, string];
  const refused = async (message: RegExp, ...options: string[]): Promise<void> => {
    const { code, out, err } = await invoke("analyse", "--input_model", model, ...options);
    expect(err).toMatch(message);
    expect([code, out, err.trimEnd().split("\n").length]).toEqual([2, "", 1]);
  };
  await refused(/--calibrate_dataset: is missing/);
  await refused(/--test_dataset: is missing/, "--model_path", "m.espdl");
  await refused(/--target_chip: is missing/, "--calibrate_dataset", samples, "--format", "espdl");
  await refused(
    /--per_channel: goes with --format onnx/,
    ..."--format espdl --per_channel".split(" "),
    "--calibrate_dataset",
    samples,
  );
  await refused(/--target_chip: goes with/, "--calibrate_dataset", samples, "--target_chip", "s3");
  await refused(
    /--model_path: is quantized already/,
    "--model_path",
    "m.espdl",
    "--per_channel",
    "--test_dataset",
    samples,
  );
  await refused(/--key, --model: say which/, "--calibrate_dataset", samples, "--key", "00");
});
