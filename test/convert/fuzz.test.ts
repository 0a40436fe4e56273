import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { unzipSync, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { convertSource } from "../../src/convert/convert.js";
import { parseConfig, readH5Model } from "../../src/convert/keras/h5-model.js";
import { readKerasModel } from "../../src/convert/keras/keras-zip.js";
import type { KerasModel } from "../../src/convert/keras/model.js";
import { readTopology } from "../../src/convert/keras/topology.js";
import { randomNumbers } from "../../src/convert/proof/random-inputs.js";
import { readTflite } from "../../src/convert/tflite/read.js";
import { serializeModel } from "../../src/formats/onnx/write.js";
import { mutatedBytes, mutatedJson } from "./mutations.js";
import { tried } from "./tried.js";

const golden = (file: string): Uint8Array =>
  readFileSync(fileURLToPath(new URL(`../golden/convert/${file}`, import.meta.url)));

const write = (model: KerasModel): Uint8Array => serializeModel(convertSource({ kind: "keras", model }).model);
/** The same in each test, whichever ran before. */
let next = randomNumbers(0);
const h5 = golden("keras2_small.h5");
const keras = golden("keras2_small.keras");
const parts = unzipSync(keras);
const whole = await readKerasModel(keras, "model.keras");
const config: unknown = JSON.parse(new TextDecoder().decode(parts["config.json"]));
const tflite = ["int8.tflite", "float.tflite"].map(golden);

/** Each way in, how often, and what must come of it at least: both halves are tried. */
const WAYS: Record<string, readonly [runs: number, work: () => Promise<unknown>]> = {
  "bytes of .tflite": [
    2000,
    async () => {
      const model = readTflite(mutatedBytes(next, tflite[next() < 0.7 ? 0 : 1]!), "model.tflite");
      for (const float of [false, true]) serializeModel(convertSource({ kind: "tflite", model }, { float }).model);
    },
  ],
  "bytes of .h5": [700, async () => write(await readH5Model(mutatedBytes(next, h5), "model.h5"))],
  "bytes of .keras": [300, async () => write(await readKerasModel(mutatedBytes(next, keras), "model.keras"))],
  "weights in .keras": [
    500,
    async () => {
      const weights = mutatedBytes(next, parts["model.weights.h5"]!);
      write(await readKerasModel(zipSync({ ...parts, "model.weights.h5": weights }, { level: 0 }), "model.keras"));
    },
  ],
  configurations: [
    1500,
    async () => {
      const changed = parseConfig(JSON.stringify(mutatedJson(next, config)), "model.keras");
      const topology = readTopology(changed.className, changed.config, "model.keras");
      write({ ...whole, topology });
    },
  ],
};

describe("hostile files", () => {
  test.each(Object.entries(WAYS))("%s are converted or refused in one line", async (name, [runs, work]) => {
    next = randomNumbers(20261127);
    const counts = { converted: 0, refused: 0 };
    for (let run = 0; run < runs; run++) counts[await tried(`${name}, run ${run}`, work)]++;
    expect(counts.converted + counts.refused).toBe(runs);
    expect(counts.refused).toBeGreaterThan(runs / 10);
  });

  test("5,000 of them", () => {
    expect(Object.values(WAYS).reduce((sum, [runs]) => sum + runs, 0)).toBe(5000);
  });
});
