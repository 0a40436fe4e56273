import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { convertSource } from "../../src/convert/convert.js";
import { convert } from "../../src/convert/convert-model.js";
import { graphArtifacts } from "../../src/convert/proof/graph-artifacts.js";
import { proveSource } from "../../src/convert/proof/prove-source.js";
import type { Tfjs } from "../../src/convert/proof/tfjs.js";
import { readSource } from "../../src/convert/source.js";
import { serializeModel } from "../../src/formats/onnx/write.js";
import { unpackedTensorflow } from "./tensorflow-files.js";
import { tf } from "./zoo/tf.js";

const folder = unpackedTensorflow();

describe.skipIf(tf === undefined)("in tfjs", () => {
  test.each(["module", "module_tfjs/model.json"])("%s gives what its ONNX gives, layer by layer", async (path) => {
    const source = await readSource(join(folder, path));
    const outcome = await proveSource(source, convertSource(source), [], true);
    if (!("proof" in outcome)) throw new Error(outcome.reason);
    for (const { relative } of outcome.proof.outputs) expect(relative).toBeLessThanOrEqual(1e-5);
    const layers = outcome.proof.layers!.layers;
    expect(layers.length).toBeGreaterThan(25);
    for (const { entire, id } of layers) expect(entire!.largest, id).toBeLessThanOrEqual(1e-4);
  });

  test("what tfjs computes otherwise is told", async () => {
    const source = await readSource(join(folder, "keras2_images"));
    const outcome = await proveSource(source, convertSource(source), [], false);
    expect(outcome).toEqual({
      reason: expect.stringMatching(/FusedBatchNormV3: tfjs computes .* own statistics; compare/),
    });
  });

  test("a GraphModel in memory is converted as its file is", async () => {
    const source = await readSource(join(folder, "module_tfjs/model.json"));
    if (source.kind !== "graph") throw new Error("no graph");
    const { loadGraphModel, io } = tf as unknown as Tfjs;
    const { inputs, outputs } = source.model;
    const info = (named: readonly { readonly name: string; readonly tensor: string }[]) =>
      Object.fromEntries(named.map(({ name, tensor }) => [name, { name: `${tensor}:0`, dtype: "DT_FLOAT" }]));
    const shape = { dim: inputs[0]!.shape!.map((size) => ({ size: String(size) })) };
    const signature = { inputs: { x: { ...info(inputs).x, tensorShape: shape } }, outputs: info(outputs) };
    const model = await loadGraphModel(io.fromMemory({ ...graphArtifacts(source.model), signature }));
    const { model: onnx, proof } = await convert(model, { layers: true });
    for (const { relative } of proof.outputs) expect(relative).toBeLessThanOrEqual(1e-5);
    const [a, b] = [onnx, convertSource(source).model].map((model) => Buffer.from(serializeModel(model)));
    expect(a!.equals(b!)).toBe(true);
  });
});
