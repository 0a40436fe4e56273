import { describe, expect, it } from "vitest";
import type { Tensor } from "../../src/base/tensor/tensor.js";
import { readEspdl } from "../../src/espdl/read.js";
import { runEspdl } from "../../src/espdl/run.js";
import { verifyEspdl } from "../../src/espdl/verify-vectors.js";
import { writeEspdl } from "../../src/espdl/write.js";
import { type ChipCase, chipCases } from "../golden/chip-cases.js";

/** float32 results depend on the order of sums. */
const FLOAT_TOLERANCE = 5e-7;

const cases = [...chipCases("espdl_1312"), ...chipCases("espdl_2026")];
const has = ({ facts }: ChipCase, feature: string): boolean => facts.features?.includes(feature) ?? false;

/** Operators that no chip's runtime known here has. */
const refused = cases.filter(({ name }) => /softplus|mish|yolo_p4_w8a16/.test(name));
/** Embedded vectors of a whole sequence. */
const streams = cases.filter((golden) => has(golden, "streaming"));
/** Tables of a step that their size does not tell: the chip takes that of the size, the exporter simulates the stated. */
const linear = cases.filter((golden) => has(golden, "linear"));
/** int16 Gelu by table, which the exporter simulates by its formula. */
const formula = cases.filter(({ facts }) => facts.golden_status === "golden_differs");
const apart = new Set([...refused, ...streams, ...formula]);

function differences({ facts, model, inputs }: ChipCase, expected: ReadonlyMap<string, Tensor>): string[] {
  const parsed = readEspdl(model);
  const dims = new Map(parsed.graph.inputs.map(({ name, dims }) => [name, dims as readonly number[]]));
  const feeds = new Map(facts.inputs.map(({ key, name }) => [name, inputs.get(key)!.reshape(dims.get(name)!)]));
  const { tensors } = runEspdl(parsed, feeds, { chip: facts.target, keep: "outputs" });
  return facts.outputs.flatMap(({ key, name }) => {
    const [got, wanted] = [tensors.get(name)!.toNumbers(), expected.get(key)!.toNumbers()];
    const limit = tensors.get(name)!.dtype === "float32" ? FLOAT_TOLERANCE : 0;
    const wrong = wanted.filter((value, i) => !(Math.abs(value - got[i]!) <= limit)).length;
    return wrong === 0 && got.length === wanted.length ? [] : [`${name}: ${wrong} of ${wanted.length}`];
  });
}

describe("files of 2026", () => {
  const plain = cases.filter((golden) => !apart.has(golden));
  it(`give what the chip computes: ${plain.length} cases`, () => {
    const failures = plain.flatMap((golden) => differences(golden, golden.law).map((text) => `${golden.name} ${text}`));
    expect(failures).toEqual([]);
  });

  it(`that stream give the last frames of their sequence: ${streams.length} cases`, () => {
    for (const { name, model, facts } of streams)
      expect(verifyEspdl(readEspdl(model), { chip: facts.target }).outputs, name).toMatchObject([{ verdict: "exact" }]);
  });

  it(`with int16 Gelu by table differ from their vectors, and lint says why: ${formula.length} cases`, () => {
    for (const { name, model, facts } of formula) {
      const [output] = verifyEspdl(readEspdl(model), { chip: facts.target }).outputs;
      expect(output!.causes, name).toMatchObject([{ kind: "lint", finding: { rule: "gelu-table", op: "Gelu" } }]);
    }
  });

  it(`with tables of a step that their size does not tell differ, and lint says why: ${linear.length} cases`, () => {
    for (const { name, model, facts } of linear) {
      const [output] = verifyEspdl(readEspdl(model), { chip: facts.target }).outputs;
      expect(output!.causes, name).toMatchObject([{ kind: "lint", finding: { rule: "lut-step", op: "LUT" } }]);
    }
  });

  it.each(refused.map((c) => [c.name, c] as const))("%s is refused by name, and run as far as it goes", (_, golden) => {
    const { graph, ...rest } = readEspdl(golden.model);
    const chip = golden.facts.target;
    const verify = () => verifyEspdl({ ...rest, graph }, { chip });
    expect(verify).toThrow(/registers no operator "Softplus"|a Resize of int16 writes nothing/);
    const feeds = new Map(golden.facts.inputs.map(({ key, name }) => [name, golden.inputs.get(key)!]));
    const run = runEspdl({ ...rest, graph }, feeds, { chip, partial: true });
    const [first, ...others] = run.stopped;
    expect(first).toMatchObject({ follows: false, op: expect.stringMatching(/Softplus|Resize/) });
    expect(others.every(({ follows }) => follows)).toBe(true);
    const made = new Set(run.trace.layers.map(({ id }) => id));
    const stopped = new Set(run.stopped.map(({ node }) => node));
    for (const { name, outputs } of graph.nodes) if (!stopped.has(name)) expect(made).toContain(outputs[0]);
  });

  it("written and read again are the same", () => {
    for (const { name, model } of cases) {
      const first = readEspdl(model);
      expect(readEspdl(writeEspdl(first)), name).toEqual(first);
    }
  });
});
