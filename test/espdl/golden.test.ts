import { describe, expect, it } from "vitest";
import { fromBytes, toBytes } from "../../src/base/tensor/dtype.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import { openContainer } from "../../src/espdl/container.js";
import type { EspdlTensor, EspdlValueInfo } from "../../src/espdl/model.js";
import { readEspdl } from "../../src/espdl/read.js";
import { withTestVectors } from "../../src/espdl/test-vectors.js";
import { verifyFlatbuffer } from "../../src/espdl/verify.js";
import { writeEspdl } from "../../src/espdl/write.js";
import { type EspdlCase, type EspdlValueFacts, espdlCases } from "../golden/espdl-cases.js";

const DTYPES = { s8: "int8", s16: "int16", f32: "float32", bool: "bool" } as const;
const cases = espdlCases();

/** Runs `check` on every case and prints how many held. */
function eachCase(what: string, check: (golden: EspdlCase) => void): void {
  it(`${what}: ${cases.length} cases`, () => {
    const failures: string[] = [];
    for (const golden of cases) {
      try {
        check(golden);
      } catch (error) {
        failures.push(`${golden.name}: ${(error as Error).message.split("\n").slice(0, 3).join(" ")}`);
      }
    }
    console.log(`${what}: ${cases.length - failures.length} of ${cases.length} cases`);
    expect(failures.slice(0, 10)).toEqual([]);
  });
}

function expectFacts(facts: readonly EspdlValueFacts[], values: readonly (EspdlTensor | EspdlValueInfo)[]): void {
  const found = values.map(({ name, dtype, dims, exponents }) => ({ name, dtype, dims, exponents }));
  const expected = facts.map(({ name, dtype, dims, exponents }) => ({ name, dtype: DTYPES[dtype], dims, exponents }));
  expect(found).toEqual(expected);
}

function expectArrays(
  arrays: ReadonlyMap<string, Tensor>,
  facts: readonly EspdlValueFacts[],
  found: readonly EspdlTensor[],
): void {
  expect(found.length).toBe(facts.length);
  for (const [index, { key }] of facts.entries()) {
    const array = arrays.get(key)!;
    expect(found[index]!.dims).toEqual(array.shape);
    expect(Buffer.compare(found[index]!.bytes, toBytes(array.data))).toBe(0);
  }
}

describe(".espdl vectors", () => {
  eachCase("operators, dims, dtypes and exponents are as the maker says", ({ facts, model }) => {
    const { graph } = readEspdl(model());
    const ops: Record<string, number> = {};
    for (const { opType } of graph.nodes) ops[opType] = (ops[opType] ?? 0) + 1;
    expect(ops).toEqual(facts.ops);
    expectFacts(facts.inputs, graph.testInputs);
    expectFacts(facts.outputs, graph.testOutputs);
    const perChannel = graph.initializers.filter(({ exponents }) => exponents.length > 1).length;
    expect(perChannel).toBe(facts.per_channel_weights);
    expect(openContainer(model()).magic).toBe(facts.magic);
  });

  eachCase("embedded test vectors are the arrays", ({ facts, model, arrays }) => {
    const { graph } = readEspdl(model());
    expectArrays(arrays("inputs.npz"), facts.inputs, graph.testInputs);
    expectArrays(arrays("outputs.npz"), facts.outputs, graph.testOutputs);
  });

  eachCase("written and read again, the model is the same", ({ model }) => {
    const first = readEspdl(model());
    const file = writeEspdl(first);
    expect(readEspdl(file)).toEqual(first);
    verifyFlatbuffer(openContainer(file).payload, "Model", 16);
  });

  eachCase("other test vectors can be embedded", ({ model }) => {
    const { graph, ...rest } = readEspdl(model());
    const plus1 = ({ name, dtype, dims, bytes }: EspdlTensor): [string, Tensor] => {
      const changed = bytes.map((byte) => byte ^ 1);
      return [name, new Tensor(dtype, dims, fromBytes(dtype, changed))];
    };
    const inputs = new Map(graph.testInputs.map(plus1));
    const outputs = new Map(graph.testOutputs.map(plus1));
    const again = readEspdl(writeEspdl(withTestVectors({ ...rest, graph }, inputs, outputs)));
    expect(again.graph.initializers).toEqual(graph.initializers);
    for (const tensor of [...again.graph.testInputs, ...again.graph.testOutputs]) {
      const source = inputs.get(tensor.name) ?? outputs.get(tensor.name)!;
      expect(Buffer.compare(tensor.bytes, toBytes(source.data))).toBe(0);
      expect(tensor.dims).toEqual(source.shape);
    }
  });
});
