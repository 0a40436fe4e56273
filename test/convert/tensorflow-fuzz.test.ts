import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { convertSource } from "../../src/convert/convert.js";
import { randomNumbers } from "../../src/convert/proof/random-inputs.js";
import { readSource } from "../../src/convert/source.js";
import { graphModel } from "../../src/convert/tfjs/graph-model.js";
import { readModelJson } from "../../src/convert/tfjs/model-json.js";
import { serializeModel } from "../../src/formats/onnx/write.js";
import { mutatedBytes, mutatedJson } from "./mutations.js";
import { tensorflowFiles, unpackedTensorflow, writeInto } from "./tensorflow-files.js";
import { tried } from "./tried.js";

const folder = unpackedTensorflow();
let next = randomNumbers(0);
/** The runner hears of a test between two that compute long. */
afterEach(() => new Promise((resolve) => setImmediate(resolve)));

/** A SavedModel with one of its files changed. */
const changed = (model: string, file: string) => async (): Promise<void> => {
  const path = `${model}/${file}`;
  writeInto(folder, path, mutatedBytes(next, tensorflowFiles[path]!));
  try {
    serializeModel(convertSource(await readSource(join(folder, model))).model);
  } finally {
    writeInto(folder, path, tensorflowFiles[path]!);
  }
};

/** A graph-model with something in its graph or signature replaced. */
function changedGraph(model: string): () => Promise<void> {
  const { modelTopology, signature, weights } = readModelJson(join(folder, model, "model.json"));
  const readers = new Map(Array.from(weights, ([name, tensor]) => [name, () => tensor] as const));
  return async () => {
    const parts = mutatedJson(next, { topology: modelTopology, signature }) as Record<string, unknown>;
    const { topology, signature: changedSignature } = parts;
    const source = graphModel({ topology, signature: changedSignature, weights: readers }, "model.json");
    serializeModel(convertSource({ kind: "graph", model: source }).model);
  };
}

const WAYS: Record<string, readonly [runs: number, work: () => Promise<unknown>]> = {
  "saved_model.pb of one function": [500, changed("module", "saved_model.pb")],
  "saved_model.pb of Keras": [100, changed("keras3_images", "saved_model.pb")],
  "saved_model.pb with loops": [300, changed("cell", "saved_model.pb")],
  "the index of a checkpoint": [150, changed("module", "variables/variables.index")],
  "the elements of a checkpoint": [50, changed("module", "variables/variables.data-00000-of-00001")],
  "graphs of the converter of tfjs": [400, changedGraph("keras2_images_tfjs")],
  "graphs of many operators": [800, changedGraph("module_tfjs")],
};

test.each(Object.entries(WAYS))("%s are converted or refused in one line", async (name, [runs, work]) => {
  next = randomNumbers(20261127);
  const counts = { converted: 0, refused: 0 };
  for (let run = 0; run < runs; run++) counts[await tried(`${name}, run ${run}`, work)]++;
  expect(counts.converted + counts.refused).toBe(runs);
  expect(counts.refused).toBeGreaterThan(runs / 50);
});

test("over 2,000 of them", () => {
  expect(Object.values(WAYS).reduce((sum, [runs]) => sum + runs, 0)).toBeGreaterThanOrEqual(2000);
});
