import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { analyse } from "../../src/analysis/analyse/analyse.js";
import { type Chip, chipArithmetic } from "../../src/espdl/chip.js";
import { compileEspdl } from "../../src/espdl/compile.js";
import { espdlFeeds } from "../../src/espdl/feeds.js";
import { readEspdl } from "../../src/espdl/read.js";
import { createFastRunner } from "../../src/execution/fast/runner.js";
import { interpret } from "../../src/execution/interpreter/interpret.js";
import { readModel } from "../../src/formats/onnx/read.js";
import { randomSamples } from "../espdl/write/random-samples.js";

/** A file of esp-ppq's with the float model that it was exported from. */
function exported(name: string, chip: Chip) {
  const path = (file: string): string => fileURLToPath(new URL(`../golden/${name}/${file}`, import.meta.url));
  return { float: readModel(path("float.onnx")), model: readEspdl(readFileSync(path("model.espdl"))), chip };
}

async function analysed(name: string, chip: Chip) {
  const source = exported(name, chip);
  return analyse(source, randomSamples(source.float, 3), { samples: 3 });
}

it.each([
  ["espdl_1312/ppq13_mixw_s3_w8a8", "esp32s3", ["Gemm", "Add", "ReduceMean", "Add"]],
  ["espdl_1312/ppq13_unet_c_w8a16", "c", ["Conv", "Conv", "Conv", "Sigmoid"]],
  ["espdl_1312/ppq13_masksm_p4_w8a8", "esp32p4", ["MatMul", "Add"]],
  ["espdl_1312/ppq13_ln_s3_w8a8", "esp32s3", ["MatMul", "Add", "MatMul", "LayerNormalization"]],
  ["espdl_1312/ppq13_natgqa_p4_w8a8", "esp32p4", ["Attention"]],
  ["espdl_2026/ppqnet_trans_s3_s8", "esp32s3", ["MatMul", "Conv", "Conv", "Add"]],
] as const)("analyses a file of esp-ppq's: %s", async (name, chip, operators) => {
  const { layers, output } = await analysed(name, chip);
  expect(layers.slice(0, 4).map(({ operator }) => operator)).toEqual(operators);
  expect(output!).toBeGreaterThan(25);
  for (const { gain, gain16 } of layers) expect(Number.isFinite(gain) && Number.isFinite(gain16 ?? 0)).toBe(true);
});

it("names a Concat whose input esp-ppq left on another exponent", async () => {
  const { layers, output } = await analysed("espdl_2026/ppqnet_p_catin_s3_s8", "esp32s3");
  expect(layers[0]!.operator).toBe("Concat");
  expect(layers[0]!.gain).toBeGreaterThan(25);
  expect(layers[1]!.cost! - output!).toBeGreaterThan(25);
});

it("runs lines with int8 weights over int16 as the reference does", async () => {
  const { float, model, chip } = exported("espdl_1312/ppq13_conv1d_p4_w8a16", "esp32p4");
  const program = compileEspdl(model, { chip });
  const arithmetic = chipArithmetic(chip);
  const feeds = randomSamples(float, 3).map((sample) => espdlFeeds(model, sample, chip));
  const runner = createFastRunner(program, { arithmetic });
  const fast = await runner.run(feeds);
  await runner.close();
  const index = program.outputs[0]!.layer;
  const slow = feeds.map((sample) => interpret(program, sample, { arithmetic, keep: "outputs" }).layers);
  expect(fast.map(([tensor]) => tensor)).toEqual(
    slow.map((layers) => layers.find((layer) => layer.index === index)!.tensor),
  );
});
