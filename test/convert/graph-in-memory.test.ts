import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { convertSource } from "../../src/convert/convert.js";
import { convert } from "../../src/convert/convert-model.js";
import type { GraphDefModel } from "../../src/convert/graphdef/graph.js";
import { graphArtifacts } from "../../src/convert/proof/graph-artifacts.js";
import { proveSource } from "../../src/convert/proof/prove-source.js";
import type { Tfjs } from "../../src/convert/proof/tfjs.js";
import { readSource } from "../../src/convert/source.js";
import { serializeModel } from "../../src/formats/onnx/write.js";
import { unpackedTensorflow } from "./tensorflow-files.js";
import { tf } from "./zoo/tf.js";

const folder = unpackedTensorflow();

/** The graph of a file without the output whose Einsum tfjs cannot run. */
async function graphOf(path: string): Promise<{ kind: "graph"; model: GraphDefModel }> {
  const source = await readSource(join(folder, path));
  if (source.kind !== "graph") throw new Error("no graph");
  const outputs = source.model.outputs.filter(({ name }) => name !== "summed");
  return { kind: "graph", model: { ...source.model, outputs } };
}

describe.skipIf(tf === undefined)("in tfjs", () => {
  test.each(["module", "module_tfjs/model.json"])("%s gives what its ONNX gives, layer by layer", async (path) => {
    const source = await graphOf(path);
    const outcome = await proveSource(source, convertSource(source), [], true);
    if (!("proof" in outcome)) throw new Error(outcome.reason);
    expect(outcome.proof.outputs.length).toBe(10);
    for (const { name, relative } of outcome.proof.outputs) expect(relative, name).toBeLessThanOrEqual(1e-5);
    const { layers } = outcome.proof.layers!;
    expect(layers.length).toBeGreaterThan(35);
    for (const { entire, id } of layers) expect(entire!.largest, id).toBeLessThanOrEqual(1e-5);
  });

  test("what tfjs computes otherwise is told", async () => {
    const source = await graphOf("keras2_images");
    expect(await proveSource(source, convertSource(source), [], false)).toEqual({
      reason: expect.stringMatching(/FusedBatchNormV3: tfjs computes .* own statistics; compare/),
    });
  });

  test("a GraphModel in memory is converted as its file is", async () => {
    const source = await graphOf("module_tfjs/model.json");
    const { loadGraphModel, io } = tf as unknown as Tfjs;
    const { inputs, outputs } = source.model;
    const [input] = inputs as [(typeof inputs)[0]];
    const tensorShape = { dim: input.shape!.map((size) => ({ size: String(size) })) };
    const signature = {
      inputs: { x: { name: "x:0", dtype: "DT_FLOAT", tensorShape } },
      outputs: Object.fromEntries(
        outputs.map(({ name, tensor }) => [name, { name: `${tensor}:0`, dtype: "DT_FLOAT" }]),
      ),
    };
    const model = await loadGraphModel(io.fromMemory({ ...graphArtifacts(source.model), signature }));
    const { model: onnx, proof } = await convert(model, { layers: true });
    expect(proof.outputs.length).toBe(10);
    for (const { name, relative } of proof.outputs) expect(relative, name).toBeLessThanOrEqual(1e-5);
    const [a, b] = [onnx, convertSource(source).model].map((model) => Buffer.from(serializeModel(model)));
    expect(a!.equals(b!)).toBe(true);
  });
});
