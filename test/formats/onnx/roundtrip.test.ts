import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import { parseModel } from "../../../src/formats/onnx/parse.js";
import { readModel } from "../../../src/formats/onnx/read.js";
import { serializeModel } from "../../../src/formats/onnx/write.js";
import { goldenCases } from "../../golden/cases.js";
import { smallGraph, smallModel } from "./small-model.js";

describe("parse(serialize(parse(x))) = parse(x)", () => {
  const files = ["float.onnx", "preprocessed.onnx", "quant.onnx"];
  const paths = goldenCases().flatMap((golden) => files.filter(golden.has).map(golden.path));

  test(`${paths.length} golden models`, () => {
    let same = 0;
    for (const path of paths) {
      const model = readModel(path);
      expect(isDeepStrictEqual(parseModel(serializeModel(model)), model), path).toBe(true);
      same++;
    }
    console.log(`${same} of ${paths.length} golden models kept by a round trip`);
    expect(same).toBe(paths.length);
  });

  test.each([3, 4, 10])("IR version %i is kept, and initializers listed as inputs stay listed", (irVersion) => {
    const graph = smallGraph({ input: [{ name: "x" }, { name: "w" }] });
    const model = parseModel(smallModel({ irVersion, graph }));
    expect(model.irVersion).toBe(irVersion);
    expect(model.graph.inputs.map(({ name }) => name)).toEqual(["x"]);
    expect(model.graph.replaceable).toEqual(new Set(["w"]));
    expect(parseModel(serializeModel(model))).toEqual(model);
  });

  test("every attribute kind, with zeros, infinities and INT64_MAX", () => {
    const attribute = [
      { name: "f", type: 1, f: 0 },
      { name: "i", type: 2, i: 0 },
      { name: "end", type: 2, i: { low: -1, high: 0x7fffffff, unsigned: false } },
      { name: "begin", type: 2, i: { low: 0, high: -0x80000000, unsigned: false } },
      { name: "s", type: 3, s: Buffer.from("é\0") },
      { name: "t", type: 4, t: { dims: [], dataType: 9, rawData: [1] } },
      { name: "floats", type: 6, floats: [-0, Number.POSITIVE_INFINITY, 0.5] },
      { name: "ints", type: 7, ints: [-1, 2 ** 53 - 1] },
      { name: "strings", type: 8, strings: [Buffer.from(""), Buffer.from("b")] },
      { name: "none", type: 7, ints: [] },
    ];
    const graph = smallGraph({ node: [{ opType: "Op", input: ["x", "", "w"], output: ["", "y"], attribute }] });
    const model = parseModel(smallModel({ graph }));
    const values = [...model.graph.nodes[0]!.attributes].map(([name, { value }]) => [name, value]);
    expect(values.slice(0, 5)).toEqual([
      ["f", 0],
      ["i", 0],
      ["end", 2 ** 63],
      ["begin", -(2 ** 63)],
      ["s", "é\0"],
    ]);
    expect(values.slice(6)).toEqual([
      ["floats", [-0, Number.POSITIVE_INFINITY, 0.5]],
      ["ints", [-1, 2 ** 53 - 1]],
      ["strings", ["", "b"]],
      ["none", []],
    ]);
    expect(parseModel(serializeModel(model))).toEqual(model);
  });

  test("unknown, symbolic and missing shapes", () => {
    const graph = smallGraph({
      input: [
        { name: "x", type: { tensorType: { elemType: 1, shape: { dim: [{}, { dimParam: "N" }, { dimValue: 0 }] } } } },
      ],
      output: [{ name: "y", type: { tensorType: { elemType: 1 } } }],
      valueInfo: [{ name: "untyped" }, { name: "v", type: { tensorType: { elemType: 10, shape: { dim: [] } } } }],
    });
    const model = parseModel(smallModel({ graph }));
    expect(model.graph.inputs[0]!.shape).toEqual([null, "N", 0]);
    expect(model.graph.outputs[0]!.shape).toBeUndefined();
    expect([...model.graph.valueInfo.values()]).toEqual([{ name: "v", dtype: "float16", shape: [] }]);
    expect(parseModel(serializeModel(model))).toEqual(model);
  });
});
