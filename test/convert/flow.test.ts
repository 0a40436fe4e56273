import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import * as lab from "../../src/index.js";

const models = fileURLToPath(new URL("../../../shared/models/", import.meta.url));
const ready = existsSync(models) && spawnSync("cc", ["--version"], { stdio: "ignore" }).status === 0;

const FILES = [
  ...["ad/ad01.h5", "resnet8/pretrainedResnet.h5", "vww/vww_96.h5", "ad/ad01_int8.tflite", "kws/kws_ref_model.tflite"],
  ...["kws/kws_ref_model_float32.tflite", "resnet8/pretrainedResnet_quant.tflite", "vww/vww_96_int8.tflite"],
  ...["blazeface/face_detection_front.tflite"],
];
/** Samples to calibrate with: the flow is to be equal, not good. */
const SAMPLES = 2;

describe.skipIf(!ready)("from the file to the board", () => {
  const folder = mkdtempSync(join(tmpdir(), "espdl-flow-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(FILES)("%s: every tensor on the board is the reference's", { timeout: 10 * 60_000 }, async (file) => {
    const { model } = lab.convertSource(await lab.readSource(models + file), { float: true });
    const [name, ...others] = model.graph.inputs.map((input) => input.name);
    expect(others).toEqual([]);
    const input = lab.parseNpz(readFileSync(`${models}${file.split("/")[0]}/calib.npz`)).get("input")!;
    const row = input.size / input.shape[0]!;
    const samples = Array.from({ length: SAMPLES }, (_, i) => {
      const data = Float32Array.from(input.data.subarray(i * row, (i + 1) * row) as ArrayLike<number>);
      return new Map([[name!, new lab.Tensor("float32", [1, ...input.shape.slice(1)], data)]]);
    });
    const float = await lab.preprocess(model);
    const quantized = await lab.quantizeModel(float, samples, { correction: false });
    const sample = samples[0]!;
    const out = join(folder, file.replace(/\W/g, "_"));
    const exported = await lab.exportProject(quantized.model, { chip: "esp32p4", sample, out });
    await using board = await lab.startBoard(exported.project, "host");
    const captured = await lab.captureTrace(board.link, lab.readLayers(exported.project), sample);
    const { verdict, layers } = lab.diff(lab.interpret(exported.program, sample), captured, {
      program: exported.program,
    });
    expect([verdict, layers.length >= 10]).toEqual(["equal", true]);
  });
});
