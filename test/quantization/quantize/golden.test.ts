import { afterAll, describe, it } from "vitest";
import { quantizeModel } from "../../../src/analysis/quantize-model.js";
import type { OnnxModel } from "../../../src/formats/onnx/model.js";
import { parseModel } from "../../../src/formats/onnx/read.js";
import type { Ranges } from "../../../src/quantization/calibrate/range.js";
import { preprocess } from "../../../src/quantization/preprocess/preprocess.js";
import { quantize } from "../../../src/quantization/quantize/quantize.js";
import type { QuantizeOptions } from "../../../src/quantization/quantize/result.js";
import { type GoldenCase, goldenCases } from "../../golden/cases.js";
import { caseSamples } from "../calibrate/case-samples.js";
import { expectSameButForNames, expectSameModel } from "./expect-same.js";

const cases = goldenCases();

function forEveryCase(
  what: string,
  check: (entry: GoldenCase, options: QuantizeOptions) => Promise<void> | void,
): void {
  describe(`quant.onnx from ${what}`, () => {
    let same = 0;
    for (const entry of cases) {
      it(entry.name, async () => {
        await check(entry, { perChannel: entry.options.per_channel === true, compat: true });
        same++;
      });
    }
    afterAll(() => console.log(`quant.onnx from ${what}: ${same} of ${cases.length} cases`));
  });
}

function originalRanges(entry: GoldenCase): Ranges {
  const { tensors_range } = entry.json<{ tensors_range: Record<string, [number, number]> }>("ranges.json");
  return new Map(Object.entries(tensors_range).map(([name, [min, max]]) => [name, { min, max }]));
}

forEveryCase("preprocessed.onnx and the original's ranges", (entry, options) => {
  const { model } = quantize(parseModel(entry.read("preprocessed.onnx")), originalRanges(entry), options);
  expectSameModel(model, parseModel(entry.read("quant.onnx")));
});

forEveryCase("preprocessed.onnx and the calibration set", async (entry, options) => {
  const { model } = await quantizeModel(parseModel(entry.read("preprocessed.onnx")), caseSamples(entry), options);
  expectSameModel(model, parseModel(entry.read("quant.onnx")));
});

forEveryCase("float.onnx and the calibration set", async (entry, options) => {
  const float = await preprocess(parseModel(entry.read("float.onnx")));
  const { model } = await quantizeModel(float, caseSamples(entry), options);
  expectSameButForNames(model, parseModel(entry.read("quant.onnx")));
});

/** The original has no place for the names of the float model's nodes. */
function withoutUserNames(model: OnnxModel): OnnxModel {
  return { ...model, metadata: new Map([...model.metadata].filter(([key]) => key !== "espdl-lab.nodes")) };
}

describe("the safe default", () => {
  it("differs from the original only where it warns, in an unnamed Softmax, or in a bias of other than two axes", () => {
    const different: string[] = [];
    for (const entry of cases) {
      const model = parseModel(entry.read("preprocessed.onnx"));
      const options = { perChannel: entry.options.per_channel === true };
      const { model: found, warnings } = quantize(model, originalRanges(entry), options);
      const { nodes, initializers } = model.graph;
      const unnamed = nodes.some((node) => node.opType === "Softmax" && node.name === "");
      const flat = nodes.some(
        (node) => node.opType === "Conv" && initializers.get(node.inputs[1]!)?.shape.length !== 4,
      );
      if (warnings.length > 0 || unnamed || flat) different.push(entry.name);
      else expectSameModel(withoutUserNames(found), parseModel(entry.read("quant.onnx")));
    }
    console.log(`the safe default equals the original in ${cases.length - different.length} of ${cases.length} cases`);
    console.log(`and not in: ${different.join(", ")}`);
  });
});
