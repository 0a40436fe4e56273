import { expect, test } from "vitest";
import { readModel } from "../../../src/formats/onnx/read.js";
import { preprocess } from "../../../src/quantization/preprocess/preprocess.js";
import { goldenCases } from "../../golden/cases.js";
import { expectSameGraph } from "./same-graph.js";

test("float.onnx becomes preprocessed.onnx", async () => {
  const cases = goldenCases();
  const otherNames: string[] = [];
  let values = 0;
  for (const golden of cases) {
    const original = readModel(golden.path("float.onnx"));
    const theirs = readModel(golden.path("preprocessed.onnx"));
    const ours = await preprocess(original);
    if (!expectSameGraph(ours, theirs, original, golden.name)) otherNames.push(golden.name);
    expect(ours.graph.inputs).toEqual(theirs.graph.inputs);
    expect(ours.graph.outputs).toEqual(theirs.graph.outputs);
    expect(ours.metadata).toEqual(theirs.metadata);
    expect(ours.opsets.get("")).toBe(theirs.opsets.get(""));
    expect(ours.irVersion).toBe(theirs.irVersion);
    for (const [name, info] of ours.graph.valueInfo) {
      const declared = theirs.graph.valueInfo.get(name);
      if (declared === undefined) continue;
      values++;
      expect(info, golden.name).toEqual(declared);
    }
  }
  const equal = cases.length - otherNames.length;
  console.log(
    `preprocess: ${equal} of ${cases.length} cases identical, ${cases.length} of ${cases.length} but for made-up names (${otherNames.join(", ")}); ${values} of ${values} value types`,
  );
});

test("preprocessing a preprocessed model changes nothing", async () => {
  for (const golden of goldenCases()) {
    const theirs = readModel(golden.path("preprocessed.onnx"));
    const again = await preprocess(theirs);
    expectSameGraph(again, theirs, theirs, golden.name);
  }
});
