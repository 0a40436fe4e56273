import { describe, expect, it } from "vitest";
import type { Ranges } from "../../src/calibrate/range.js";
import type { OnnxModel, OnnxNode } from "../../src/onnx/model.js";
import { parseModel } from "../../src/onnx/read.js";
import { quantize } from "../../src/quantize/quantize.js";
import { type GoldenCase, goldenCases } from "../golden/cases.js";

function originalRanges(entry: GoldenCase): Ranges {
  const { tensors_range } = entry.json<{ tensors_range: Record<string, [number, number]> }>("ranges.json");
  return new Map(Object.entries(tensors_range).map(([name, [min, max]]) => [name, { min, max }]));
}

/** Plain data that two equal nodes share. */
function plain(node: OnnxNode): object {
  return { ...node, attributes: Object.fromEntries(node.attributes) };
}

function expectSame(found: OnnxModel, expected: OnnxModel): void {
  expect(found.graph.nodes.map(plain)).toEqual(expected.graph.nodes.map(plain));
  expect([...found.graph.initializers.keys()]).toEqual([...expected.graph.initializers.keys()]);
  expect(found.graph.initializers).toEqual(expected.graph.initializers);
  expect([...found.metadata].sort()).toEqual([...expected.metadata].sort());
  expect(found.opsets).toEqual(expected.opsets);
  expect(found.irVersion).toBe(expected.irVersion);
  expect(found.producerName).toBe(expected.producerName);
  expect(found.graph.inputs).toEqual(expected.graph.inputs);
  expect(found.graph.outputs).toEqual(expected.graph.outputs);
}

describe("quantize --compat", () => {
  const cases = goldenCases();
  let same = 0;
  for (const entry of cases) {
    it(`makes ${entry.name}'s quant.onnx from the original's ranges`, () => {
      const model = parseModel(entry.read("preprocessed.onnx"));
      const { model: found } = quantize(model, originalRanges(entry), {
        perChannel: entry.options.per_channel === true,
        compat: true,
      });
      expectSame(found, parseModel(entry.read("quant.onnx")));
      same++;
    });
  }
  it("counts", () => console.log(`quant.onnx from the original's ranges: ${same} of ${cases.length} cases`));
});
