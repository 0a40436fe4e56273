import { describe, expect, test } from "vitest";
import { quantizeModel } from "../../src/analysis/quantize-model.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import { GraphModuleDebug } from "../../src/execution/interpreter/graph-module-debug.js";
import type { OnnxModel } from "../../src/formats/onnx/model.js";
import { Session } from "../../src/quantization/ort/session.js";
import { preprocess } from "../../src/quantization/preprocess/preprocess.js";
import { difference } from "../onnx-backend/compare.js";
import { randomNetwork, randomOf } from "./random-network.js";

const SEEDS = Array.from({ length: 60 }, (_, seed) => seed + 1);

function sample(model: OnnxModel, seed: number): ReadonlyMap<string, Tensor> {
  const random = randomOf(seed + 1000);
  const { name } = model.graph.inputs[0]!;
  const shape = model.graph.inputs[0]!.shape as number[];
  const size = shape.reduce((product, dim) => product * dim, 1);
  return new Map([
    [
      name,
      new Tensor(
        "float32",
        shape,
        Float32Array.from({ length: size }, () => random(2001) / 1000 - 1),
      ),
    ],
  ]);
}

function run(model: OnnxModel, feeds: ReadonlyMap<string, Tensor>): Tensor {
  const module = GraphModuleDebug.create(model);
  module.setInput(feeds);
  module.run();
  return module.getOutput(0);
}

describe("random networks", () => {
  test.each(SEEDS)(
    "seed %i in float is what ONNX Runtime makes of it, and what quantize writes is read again",
    async (seed) => {
      const model = randomNetwork(seed);
      const feeds = sample(model, seed);
      const session = await Session.open(model);
      const [expected] = (await session.run(feeds)).values();
      await session.close();
      expect(difference(run(model, feeds), expected!)).toBeUndefined();
      const prepared = await preprocess(model);
      for (const perChannel of [false, true]) {
        const { model: quantized } = await quantizeModel(prepared, [feeds], { perChannel });
        expect(run(quantized, feeds).shape).toEqual(expected!.shape);
      }
    },
  );
});
