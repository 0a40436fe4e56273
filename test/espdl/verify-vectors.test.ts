import { describe, expect, it } from "vitest";
import { toBytes } from "../../src/base/tensor/dtype.js";
import { readEspdl } from "../../src/espdl/read.js";
import { verifyEspdl } from "../../src/espdl/verify-vectors.js";
import { espdlCases } from "../golden/espdl-cases.js";

const cases = espdlCases();
const verify = ({ model, facts }: (typeof cases)[number]) => verifyEspdl(readEspdl(model()), { chip: facts.target });

describe("verifyEspdl", () => {
  it("finds what the vectors' maker says of the embedded outputs", () => {
    let held = 0;
    for (const golden of cases) {
      const { outputs, passes } = verify(golden);
      const verdicts = new Set(outputs.map(({ verdict }) => verdict));
      const kinds = new Set(outputs.flatMap(({ causes }) => causes.map(({ kind }) => kind)));
      const status = golden.facts.golden_status;
      const differs = status === "golden_differs_from_cpp" || (status === "s3_20bit_saturation" && !passes);
      expect(passes, golden.name).toBe(!differs);
      if (status === "exact") expect([...verdicts], golden.name).toEqual(["exact"]);
      if (status === "int16_pm1") expect([...kinds].every((kind) => kind === "exporter-float-simulation")).toBe(true);
      if (status === "golden_differs_from_cpp") expect([...kinds], golden.name).toEqual(["raw-exponents"]);
      held++;
    }
    console.log(`verdicts agree with the maker's: ${held} of ${cases.length} cases`);
  });

  it("says where an output first differs and by how much", () => {
    const golden = cases.find(({ name }) => name === "ppq_input_skip_add_esp32p4_s8")!;
    const [output] = verify(golden).outputs;
    expect(output).toMatchObject({ verdict: "differs", shape: [1, 6, 6, 8], exponent: -4 });
    expect(output.first).toEqual({ index: 0, coordinate: [0, 0, 0, 0], expected: 0, got: 12 });
    expect(output.causes).toEqual([{ kind: "raw-exponents", node: "/Add", exponents: [-5, -4, -4] }]);
  });

  it("tolerates 1 in int16 and nothing in int8", () => {
    for (const [name, passes] of [
      ["ppq_conv1d_relu_esp32s3_s16", true],
      ["ppq_conv1d_relu_esp32s3_s8", false],
    ] as const) {
      const golden = cases.find((c) => c.name === name)!;
      const model = readEspdl(golden.model());
      const [test] = model.graph.testOutputs;
      const expected = golden.arrays("outputs_cpp.npz").get("t0")!;
      const moved = expected.data.slice();
      moved[7] = Number(moved[7]) + 1;
      const embedded = { ...test, bytes: toBytes(moved) };
      const report = verifyEspdl({ ...model, graph: { ...model.graph, testOutputs: [embedded] } }, { chip: "esp32s3" });
      expect(report.passes).toBe(passes);
      expect(report.outputs[0]).toMatchObject({ differing: 1, worst: 1 });
      expect(report.outputs[0].first).toMatchObject({ index: 7, got: Number(expected.data[7]) });
      expect(report.outputs[0].causes).toEqual([{ kind: passes ? "exporter-float-simulation" : "unknown" }]);
    }
  });

  it("names the nodes whose lanes saturate", () => {
    const golden = cases.find(({ name }) => name === "ppq_conv_sat20_s3_esp32s3_s8")!;
    const { outputs, saturated } = verifyEspdl(readEspdl(golden.model()), { chip: "esp32s3", saturatingLanes: true });
    expect(outputs[0].causes).toEqual([
      { kind: "lane-saturation", node: saturated[0].node, elements: saturated[0].indices.length },
    ]);
  });

  it("refuses a file without vectors in one line", () => {
    const model = readEspdl(cases[0].model());
    const without = (part: object) => ({ ...model, graph: { ...model.graph, ...part } });
    expect(() => verifyEspdl(without({ testOutputs: [] }), { chip: "c" })).toThrow("the file embeds no test outputs");
    expect(() => verifyEspdl(without({ testInputs: [] }), { chip: "c" })).toThrow("the file embeds no test input");
  });
});
