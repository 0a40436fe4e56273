import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseNpz } from "../../src/base/tensor/npz.js";
import { type Converted, convertSource } from "../../src/convert/convert.js";
import type { Proof } from "../../src/convert/proof/prove.js";
import { proveSource } from "../../src/convert/proof/prove-source.js";
import { readSource } from "../../src/convert/source.js";
import { Session } from "../../src/quantization/ort/session.js";
import { relativeError } from "./relative-error.js";
import { unpackedTensorflow } from "./tensorflow-files.js";

const folder = unpackedTensorflow();

/** Each with the nodes that tf2onnx 1.17 leaves, where it converts them, and as many Transposes. */
const MODELS = [
  ["keras2_images", "keras2_images", 2, 57, 2],
  ["keras3_images", "keras3_images", 2, 68, 4],
  ["keras3_sequences", "keras3_sequences", 1, 372, 12],
  ["module", "module", 11, 77, 6],
  ["keras2_images_tfjs/model.json", "keras2_images", 2, 57, 2],
  ["module_tfjs/model.json", "module", 11, 77, 6],
] as const;

/** Graphs with loops, and the nodes of which one round of each is written out: Keras 3's recurrent layers, `for` in Python. */
const LOOPS = [
  ["lstm", "sequential_1/lstm_1/while/5/lstm_cell_1/MatMul_1"],
  ["gru_v1", "/while/4/"],
  ["bi", "/while/4/"],
  ["loop", "while/3/"],
  ["cell", "while/4/"],
] as const;

async function converted(path: string): Promise<Converted> {
  return convertSource(await readSource(join(folder, path)));
}

describe.each(MODELS)("%s", (path, recording, outputs, nodes, transposes) => {
  test("gives TensorFlow's own outputs", async () => {
    const { model } = await converted(path);
    const recorded = parseNpz(readFileSync(join(folder, `${recording}.npz`)));
    const session = await Session.open(model);
    const feeds = model.graph.inputs.map(({ name }) => [name, recorded.get(`in:${name}`)!] as const);
    const found = await session.run(new Map(feeds));
    await session.close();
    expect(model.graph.outputs.length).toBe(outputs);
    const keys = [...recorded.keys()].filter((key) => key.startsWith("out:")).sort();
    for (const { name } of model.graph.outputs) {
      // tfjs's converter forgets names of outputs that its optimizer renames: Identity_7:0 is the eighth.
      const index = /^Identity(?:_(\d+))?:0$/.exec(name);
      const expected = recorded.get(index === null ? `out:${name}` : keys[Number(index[1] ?? 0)]!)!;
      expect(found.get(name)!.shape, name).toEqual(expected.shape);
      expect(relativeError(expected, found.get(name)!), name).toBeLessThanOrEqual(1e-5);
    }
  });

  test("has no more nodes than tf2onnx leaves", async () => {
    const { graph } = (await converted(path)).model;
    expect(graph.nodes.length).toBeLessThanOrEqual(nodes);
    expect(graph.nodes.filter(({ opType }) => opType === "Transpose").length).toBeLessThanOrEqual(transposes);
  });
});

test.each(LOOPS)("%s: its loop is written out, and gives TensorFlow's own outputs", async (path, node) => {
  const { model } = await converted(path);
  const recorded = parseNpz(readFileSync(join(folder, `${path}.npz`)));
  const session = await Session.open(model);
  const feeds = model.graph.inputs.map(({ name }) => [name, recorded.get(`in:${name}`)!] as const);
  const found = await session.run(new Map(feeds));
  await session.close();
  const { name } = model.graph.outputs[0]!;
  expect(relativeError(recorded.get(`out:${name}`)!, found.get(name)!)).toBeLessThanOrEqual(1e-5);
  expect(model.graph.nodes.some((found) => found.name.includes(node))).toBe(true);
});

test.each(LOOPS)("%s: tfjs, which runs its loop, gives the same", async (path) => {
  const source = await readSource(join(folder, path));
  const { proof } = (await proveSource(source, convertSource(source), [], true)) as { proof: Proof };
  expect(proof.outputs.map(({ relative }) => relative < 1e-5)).toEqual([true]);
});

test("layers keep the names of the file", async () => {
  const { layers } = await converted("keras2_images");
  const names = layers.map(({ name }) => name);
  expect(names).toContain("model/classes/BiasAdd");
  expect(names).toContain("model/max_pooling2d/MaxPool");
});
