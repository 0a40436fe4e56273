import { describe, expect, test } from "vitest";
import type { Tensor } from "../../../src/base/tensor/tensor.js";
import { parseModel } from "../../../src/formats/onnx/parse.js";
import { serializeModel } from "../../../src/formats/onnx/write.js";
import { type Fields, smallGraph, smallModel, varints } from "./small-model.js";

function weight(fields: Fields): Tensor {
  const model = parseModel(smallModel({ graph: smallGraph({ initializer: [{ name: "w", ...fields }] }) }));
  const again = parseModel(serializeModel(model));
  expect(again).toEqual(model);
  return model.graph.initializers.get("w")!;
}

/** TensorProto.DataType, the typed field, stored values, dtype, elements. */
const TYPED: [number, Fields, string, (number | bigint)[]][] = [
  [1, { floatData: [0.5, -0] }, "float32", [0.5, -0]],
  [11, { doubleData: [0.1, -2] }, "float64", [0.1, -2]],
  [2, { int32Data: [varints(0, 255)] }, "uint8", [0, 255]],
  [3, { int32Data: [varints(-128, 127)] }, "int8", [-128, 127]],
  [4, { int32Data: [varints(0, 65535)] }, "uint16", [0, 65535]],
  [5, { int32Data: [varints(-32768, 32767)] }, "int16", [-32768, 32767]],
  [6, { int32Data: [varints(-(2 ** 31), 2 ** 31 - 1)] }, "int32", [-(2 ** 31), 2 ** 31 - 1]],
  [9, { int32Data: [varints(0, 1)] }, "bool", [0, 1]],
  [10, { int32Data: [varints(0x3c00, 0xffff)] }, "float16", [0x3c00, 0xffff]],
  [
    7,
    {
      int64Data: [
        [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1],
        [0xac, 2],
      ],
    },
    "int64",
    [-1n, 300n],
  ],
  [7, { int64Data: [[0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1, 0]] }, "int64", [-(2n ** 63n), 0n]],
  [13, { uint64Data: [[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 7]] }, "uint64", [2n ** 64n - 1n, 7n]],
  [12, { uint64Data: [[0xff, 0xff, 0xff, 0xff, 0x0f, 7]] }, "uint32", [2 ** 32 - 1, 7]],
];

describe("tensor storage", () => {
  test.each(TYPED)("data type %i from %j is %s", (dataType, fields, dtype, values) => {
    const tensor = weight({ dims: [2], dataType, ...fields });
    expect(tensor.dtype).toBe(dtype);
    expect(Array.from(tensor.data as ArrayLike<number | bigint>)).toEqual(values);
  });

  test("raw_data at an odd offset, little endian", () => {
    expect(weight({ dims: [1, 2], dataType: 5, rawData: Buffer.from([1, 2, 0xff, 0xff]) }).data).toEqual(
      new Int16Array([0x201, -1]),
    );
  });

  test("scalars and empty tensors, in either form", () => {
    expect(weight({ dataType: 1, floatData: [3] }).shape).toEqual([]);
    expect(weight({ dims: [0], dataType: 1 }).size).toBe(0);
    expect(weight({ dims: [3, 0], dataType: 7, rawData: new Uint8Array(0) }).shape).toEqual([3, 0]);
  });
});
