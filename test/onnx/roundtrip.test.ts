import { describe, expect, test } from "vitest";
import { parseModel, readModel } from "../../src/onnx/read.js";
import { serializeModel } from "../../src/onnx/write.js";
import { goldenCases } from "../golden/cases.js";

describe("parse(serialize(parse(x))) = parse(x)", () => {
  const files = ["float.onnx", "preprocessed.onnx", "quant.onnx"];
  const paths = goldenCases().flatMap((golden) => files.filter(golden.has).map(golden.path));

  test(`${paths.length} golden models`, () => {
    let done = 0;
    for (const path of paths) {
      const model = readModel(path);
      expect(parseModel(serializeModel(model)), path).toEqual(model);
      done++;
    }
    console.log(`${done} of ${paths.length} golden models kept by a round trip`);
    expect(done).toBe(paths.length);
  });
});
