import { describe, expect, test } from "vitest";
import { parseNpy } from "../../../src/base/tensor/npy.js";
import type { Tensor } from "../../../src/base/tensor/tensor.js";
import { readModel } from "../../../src/formats/onnx/read.js";
import { serializeModel } from "../../../src/formats/onnx/write.js";
import { Session } from "../../../src/quantization/ort/session.js";
import { type GoldenCase, goldenCases } from "../../golden/cases.js";

async function run(golden: GoldenCase, model: Uint8Array): Promise<Map<string, Tensor>> {
  const session = await Session.open(model);
  try {
    const file = (i: number) => (i === 0 ? "input.npy" : `input${i}.npy`);
    const feeds = new Map(session.inputs.map(({ name }, i) => [name, parseNpy(golden.read(file(i)))]));
    return await session.run(feeds);
  } finally {
    await session.close();
  }
}

describe("ONNX Runtime and the models written here", () => {
  const cases = goldenCases().filter((golden) => golden.has("float.onnx"));

  test(`gives the outputs of the original file (${cases.length} float models)`, async () => {
    let same = 0;
    for (const golden of cases) {
      const written = await run(golden, serializeModel(readModel(golden.path("float.onnx"))));
      const original = await run(golden, golden.read("float.onnx"));
      expect(written, golden.name).toEqual(original);
      same++;
    }
    console.log(`${same} of ${cases.length} float models run the same after a round trip`);
    expect(same).toBe(cases.length);
  });
});
