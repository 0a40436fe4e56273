import { describe, expect, test } from "vitest";
import { parseModel } from "../../../src/formats/onnx/parse.js";
import { refusal } from "./refusal.js";
import { type Fields, smallGraph, smallModel, varints } from "./small-model.js";

const node = (fields: Fields): Fields => ({ name: "sum", opType: "Add", input: ["x", "w"], output: ["y"], ...fields });
const attributed = (...attribute: Fields[]): Fields => ({ graph: smallGraph({ node: [node({ attribute })] }) });
const weight = (fields: Fields): Fields => ({ name: "w", dims: [2], dataType: 1, floatData: [1, 2], ...fields });
const initialized = (...initializer: Fields[]): Fields => ({ graph: smallGraph({ initializer }) });
const shaped = (...dim: Fields[]): Fields => ({
  graph: smallGraph({ input: [{ name: "x", type: { tensorType: { elemType: 1, shape: { dim } } } }] }),
});
const chain = (...pairs: [string, string][]): Fields => ({
  graph: smallGraph({ node: pairs.map(([from, to], i) => node({ name: `n${i}`, input: [from, "w"], output: [to] })) }),
});

/** What is wrong, the model's fields, and what the message must say. */
const CASES: [string, Fields, RegExp][] = [
  ["IR version 2", { irVersion: 2 }, /^model: IR version 2, expected 3 to 13; /],
  ["IR version 14", { irVersion: 14 }, /IR version 14, expected 3 to 13/],
  ["IR version 2^60", { irVersion: 2 ** 60 }, /integer 1152921504606846976 is too large/],
  ["opset 6", { opsetImport: [{ domain: "ai.onnx", version: 6 }] }, /opset 6 of ai.onnx, expected 7 to 25/],
  ["opset 26", { opsetImport: [{ version: 26 }] }, /opset 26 of ai.onnx, expected 7 to 25/],
  ["no opset", { opsetImport: [{ domain: "other", version: 9 }] }, /opset missing of ai.onnx/],
  ["two opsets", { opsetImport: [{ version: 9 }, { domain: "ai.onnx", version: 10 }] }, /opset versions 9 and 10/],
  ["training", { trainingInfo: [new Uint8Array(0)] }, /training_info.*export it for inference/],
  ["no graph", { graph: undefined }, /not an ONNX model \(no IR version or no graph\)/],
  ["sparse", { graph: smallGraph({ sparseInitializer: [new Uint8Array(0)] }) }, /1 sparse initializers/],
  [
    "annotation",
    { graph: smallGraph({ quantizationAnnotation: [{ tensorName: "x" }] }) },
    /"x" has a quantization annotation/,
  ],

  ["subgraph", attributed({ name: "then_branch", type: 5 }), /^sum: attribute "then_branch" has type graph \(5\)/],
  ["tensors", attributed({ name: "a", type: 9 }), /type tensors \(9\)/],
  ["graphs", attributed({ name: "a", type: 10 }), /type graphs \(10\)/],
  ["sparse tensor", attributed({ name: "a", type: 11 }), /type sparse_tensor \(11\)/],
  ["sparse tensors", attributed({ name: "a", type: 12 }), /type sparse_tensors \(12\)/],
  ["type", attributed({ name: "a", type: 13 }), /type type_proto \(13\)/],
  ["types", attributed({ name: "a", type: 14 }), /type type_protos \(14\)/],
  ["undefined attribute", attributed({ name: "a" }), /type undefined \(0\)/],
  ["unknown attribute", attributed({ name: "a", type: 99 }), /type unknown \(99\)/],
  ["reference", attributed({ name: "a", type: 2, refAttrName: "b" }), /refers to a function's attribute/],
  ["no tensor", attributed({ name: "value", type: 4 }), /"value" has type tensor but no tensor/],
  ["attribute twice", attributed({ name: "a", type: 2 }, { name: "a", type: 2 }), /"a" given twice/],
  ["binary string", attributed({ name: "a", type: 3, s: Buffer.from([0xff]) }), /not valid UTF-8/],
  ["huge integer", attributed({ name: "a", type: 7, ints: [2 ** 60] }), /integer 1152921504606846976 is too large/],

  ["string tensor", initialized(weight({ dataType: 8 })), /^initializer "w": data type string \(8\)/],
  ["bfloat16", initialized(weight({ dataType: 16 })), /bfloat16 \(16\)/],
  ["float8", initialized(weight({ dataType: 17 })), /float8e4m3fn \(17\)/],
  ["int4", initialized(weight({ dataType: 22 })), /int4 \(22\)/],
  ["complex", initialized(weight({ dataType: 14 })), /complex64 \(14\)/],
  ["unknown dtype", initialized(weight({ dataType: -7 })), /unknown \(-7\)/],
  ["segments", initialized(weight({ segment: new Uint8Array(0) })), /stored in segments/],
  ["negative dims", initialized(weight({ dims: [-2] })), /dims \[-2\] hold a size out of range/],
  ["huge dims", initialized(weight({ dims: [2 ** 20, 2 ** 20] })), /dims \[1048576,1048576\] make \d+ bytes/],
  ["huge beside zero", initialized(weight({ dims: [0, 2 ** 40] })), /out of range/],
  ["too few values", initialized(weight({ dims: [3] })), /2 values in float_data, expected 3 \(float32\)/],
  ["raw length", initialized(weight({ floatData: [], rawData: new Uint8Array(7) })), /7 bytes of raw_data, expected 8/],
  ["both forms", initialized(weight({ rawData: new Uint8Array(8) })), /both raw_data and typed values/],
  ["location", initialized(weight({ dataLocation: 5 })), /data_location 5, expected 0 or 1/],
  [
    "int8 range",
    initialized(weight({ dataType: 3, int32Data: [varints(1, 128)] })),
    /value 128 at index 1 is outside int8/,
  ],
  ["bool range", initialized(weight({ dataType: 9, int32Data: [varints(1, 2)] })), /bool value 2 at index 1/],
  ["uint32 range", initialized(weight({ dataType: 12, uint64Data: [varints(1, 2 ** 33)] })), /outside uint32/],
  [
    "cut varint",
    initialized(weight({ dataType: 7, int64Data: [[1, 2, 0x80]] })),
    /another number of values in int64_data/,
  ],
  [
    "long varint",
    initialized(weight({ dataType: 7, int64Data: [[1, ...Array(12).fill(0x80), 1]] })),
    /int64_data, expected 2/,
  ],
  ["NaN", initialized(weight({ floatData: [1, Number.NaN] })), /"w": NaN at index 1/],
  ["initializer twice", initialized(weight({}), weight({})), /"w": defined twice/],
  ["unnamed initializer", initialized(weight({}), weight({ name: "" })), /has no name/],

  ["negative size", shaped({ dimValue: -1 }), /^input "x": dimension -1/],
  ["huge shape", shaped({ dimValue: 2 ** 20 }, { dimValue: 2 ** 20 }), /shape has 1099511627776 or more elements/],
  ["sequence input", { graph: smallGraph({ input: [{ name: "x", type: {} }] }) }, /type is missing or not a tensor/],
  [
    "string input",
    { graph: smallGraph({ input: [{ name: "x", type: { tensorType: { elemType: 8 } } }] }) },
    /string \(8\)/,
  ],
  [
    "two types",
    { graph: smallGraph({ valueInfo: [1, 6].map((elemType) => ({ name: "v", type: { tensorType: { elemType } } })) }) },
    /"v": value_info given twice/,
  ],

  ["undefined input", chain(["z", "y"]), /^n0: input "z" is not defined/],
  ["output twice", chain(["x", "y"], ["x", "y"]), /^n1: "y" is already defined by n0/],
  ["redefined input", chain(["x", "x"]), /^n0: "x" is already defined by graph input/],
  ["redefined weight", chain(["x", "w"]), /^n0: "w" is already defined by initializer/],
  [
    "input twice",
    { graph: smallGraph({ input: [{ name: "x" }, { name: "x" }] }) },
    /^graph input: "x" is already defined/,
  ],
  ["unnamed input", { graph: smallGraph({ input: [{ name: "" }, { name: "x" }] }) }, /an input has no name/],
  ["no output", { graph: smallGraph({ output: [] }) }, /^graph: no output/],
  ["undefined output", { graph: smallGraph({ output: [{ name: "q" }] }) }, /^graph output "q": not defined/],
  ["output listed twice", { graph: smallGraph({ output: [{ name: "y" }, { name: "y" }] }) }, /"y": listed twice/],
  ["node without output", { graph: smallGraph({ node: [node({ output: [""] })] }) }, /^sum: no output/],
  ["node without operator", { graph: smallGraph({ node: [node({ opType: "" })] }) }, /^sum: no operator type/],
  ["overload", { graph: smallGraph({ node: [node({ overload: "f2" })] }) }, /^sum: calls overload "f2"/],
  ["self loop", chain(["y", "y"]), /^n0: nodes form a cycle \(n0 → n0\)/],
  ["cycle", chain(["x", "a"], ["c", "b"], ["b", "c"], ["a", "y"]), /nodes form a cycle \(n1 → n2 → n1\)/],
];

describe("a model that breaks a rule is refused in one line", () => {
  test.each(CASES)("%s", (_, fields, message) => {
    expect(refusal(() => parseModel(smallModel(fields)))).toMatch(message);
  });

  test("names out of the file are escaped and cut", () => {
    const name = `\u001b[31m\n\u202e${"x".repeat(500)}`;
    const message = refusal(() =>
      parseModel(smallModel({ graph: smallGraph({ node: [node({ name, opType: "" })] }) })),
    );
    expect(message).toMatch(/^\\u\{1b\}\[31m\\u\{a\}\\u\{202e\}x{73}…: no operator type/);
  });

  test("an unnamed node is named by its operator and position", () => {
    const graph = smallGraph({ node: [node({ name: "", input: ["z"] })] });
    expect(refusal(() => parseModel(smallModel({ graph })))).toMatch(/^Add \(node 0, unnamed\): input "z"/);
  });
});

describe("what is legal", () => {
  test("nodes out of order are sorted, moving no more than needed", () => {
    const model = parseModel(smallModel(chain(["b", "y"], ["x", "a"], ["a", "b"], ["x", "c"])));
    expect(model.graph.nodes.map(({ name }) => name)).toEqual(["n1", "n2", "n0", "n3"]);
  });

  test("two nodes of one name, an output that is an input, infinite weights", () => {
    const graph = smallGraph({
      node: [node({ output: ["a"] }), node({ output: ["y"] })],
      initializer: [weight({ floatData: [Number.POSITIVE_INFINITY, -0] })],
      output: [{ name: "y" }, { name: "x" }],
    });
    expect(parseModel(smallModel({ graph })).graph.nodes).toHaveLength(2);
  });

  test("a long chain in reverse order, without recursion", () => {
    const length = 20_000;
    const pairs = Array.from({ length }, (_, i): [string, string] => [
      i === length - 1 ? "x" : `v${i + 1}`,
      i === 0 ? "y" : `v${i}`,
    ]);
    const { nodes } = parseModel(smallModel(chain(...pairs))).graph;
    expect(nodes[0]!.name).toBe(`n${length - 1}`);
  });
});
