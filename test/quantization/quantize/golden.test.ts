import { afterAll, describe, expect, it } from "vitest";
import { quantizeModel } from "../../../src/analysis/quantize-model.js";
import type { OnnxModel, OnnxNode } from "../../../src/formats/onnx/model.js";
import { parseModel } from "../../../src/formats/onnx/parse.js";
import type { Ranges } from "../../../src/quantization/calibrate/range.js";
import { Session } from "../../../src/quantization/ort/session.js";
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

/** The model with biases added as the original adds them: by Add, which has no int8 kernel in ONNX Runtime, at its opset. */
function withOriginalBiases(found: OnnxModel, source: OnnxModel): OnnxModel {
  const isBias = ({ opType, inputs }: OnnxNode): boolean => opType === "QLinearAdd" && inputs[1] === inputs[4];
  const order = (node: OnnxNode): number => Number(node.name.split("_").at(-1));
  const biases = found.graph.nodes.filter(isBias).sort((a, b) => order(a) - order(b));
  const nodes = found.graph.nodes.map((node) => {
    if (!isBias(node)) return node;
    const [data, , , bias] = node.inputs as [string, string, string, string];
    return { ...node, opType: "Add", domain: "", name: `Add_${biases.indexOf(node) + 1}`, inputs: [data, bias] };
  });
  const opsets = new Map(found.opsets).set("", source.opsets.get("")!);
  return { ...found, opsets, graph: { ...found.graph, nodes } };
}

it("without compat loads in ONNX Runtime and runs", async () => {
  for (const entry of cases.filter(({ options }) => options.inputs === undefined)) {
    const { model } = quantize(parseModel(entry.read("preprocessed.onnx")), originalRanges(entry));
    const session = await Session.open(model);
    const [sample] = caseSamples(entry);
    expect((await session.run(sample!)).size, entry.name).toBe(model.graph.outputs.length);
    await session.close();
  }
});

/** The original has no place for the names of the float model's nodes. */
function withoutUserNames(model: OnnxModel): OnnxModel {
  return { ...model, metadata: new Map([...model.metadata].filter(([key]) => key !== "espdl-lab.nodes")) };
}

describe("the safe default", () => {
  it("differs from the original, but for what ONNX Runtime needs to load it, only where it warns, in an unnamed Softmax, or in a bias of other than two axes", () => {
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
      else expectSameModel(withOriginalBiases(withoutUserNames(found), model), parseModel(entry.read("quant.onnx")));
    }
    console.log(`the safe default equals the original in ${cases.length - different.length} of ${cases.length} cases`);
    console.log(`and not in: ${different.join(", ")}`);
  });
});
