import { describe, expect, it } from "vitest";
import { Tensor } from "../../src/base/tensor/tensor.js";
import { chipArithmetic } from "../../src/espdl/chip.js";
import { readEspdl } from "../../src/espdl/read.js";
import { type EspdlRun, espdlRunner, type RunEspdlOptions } from "../../src/espdl/run.js";
import { type EspdlCase, espdlCases } from "../golden/espdl-cases.js";

const cases = espdlCases();

/** What esp-dl's own float32 results may be away from ours: sums and exponentials in another order or library. */
const FLOAT_TOLERANCE = 5e-7;

function sample(tensor: Tensor, shape: readonly number[], index: number): Tensor {
  const size = shape.reduce((product, dim) => product * dim, 1);
  return new Tensor(tensor.dtype, shape, tensor.data.slice(index * size, (index + 1) * size));
}

type RunOptions = Pick<RunEspdlOptions, "saturatingLanes" | "vector">;

/** Runs every sample of a case (most hold one) and joins the outputs. */
function run({ name, facts, model, arrays }: EspdlCase, options: RunOptions): Map<string, Tensor> {
  const parsed = readEspdl(model(), { file: name });
  const runner = espdlRunner(parsed, { chip: facts.target, ...options, keep: "outputs" });
  const inputs = arrays("inputs.npz");
  const shapes = new Map(parsed.graph.inputs.map((info) => [info.name, info.dims as number[]]));
  const first = shapes.get(facts.inputs[0].name)!.reduce((product, dim) => product * dim, 1);
  const runs: EspdlRun[] = [];
  for (let index = 0; index < inputs.get(facts.inputs[0].key)!.size / first; index++)
    runs.push(
      runner(new Map(facts.inputs.map((f) => [f.name, sample(inputs.get(f.key)!, shapes.get(f.name)!, index)]))),
    );
  return new Map(
    facts.outputs.map(({ key, name }) => {
      const tensors = runs.map(({ tensors }) => tensors.get(name)!);
      if (tensors.length === 1) return [key, tensors[0]];
      const joined = Tensor.zeros(tensors[0].dtype, [tensors.length, tensors[0].size]);
      tensors.forEach((tensor, index) => {
        for (let i = 0; i < tensor.size; i++) joined.data[index * tensor.size + i] = tensor.data[i];
      });
      return [key, joined];
    }),
  );
}

function difference(got: Tensor, expected: Tensor): string | undefined {
  if (got.dtype !== expected.dtype || got.size !== expected.size)
    return `${got.dtype} [${got.shape}], expected ${expected.dtype} [${expected.shape}]`;
  for (let i = 0; i < got.size; i++) {
    const [a, b] = [Number(got.data[i]), Number(expected.data[i])];
    if (a === b || (Number.isNaN(a) && Number.isNaN(b))) continue;
    if (got.dtype === "float32" && Math.abs(a - b) <= FLOAT_TOLERANCE) continue;
    return `element ${i} is ${a}, expected ${b}`;
  }
  return undefined;
}

function failure(golden: EspdlCase, expected: ReadonlyMap<string, Tensor>, options: RunOptions): string | undefined {
  try {
    const outputs = run(golden, options);
    for (const { key, name } of golden.facts.outputs) {
      const found = difference(outputs.get(key)!, expected.get(key)!);
      if (found !== undefined) return `${golden.name}: ${name}: ${found}`;
    }
    return undefined;
  } catch (error) {
    return `${golden.name}: ${(error as Error).message}`;
  }
}

describe("outputs of esp-dl's own C++", () => {
  it(`are equal: ${cases.length} cases`, () => {
    const failures: string[] = [];
    const counts = new Map<string, { held: number; all: number }>();
    const operators = new Map<string, number>();
    for (const golden of cases) {
      const file = golden.has("outputs_cpp.npz") ? "outputs_cpp.npz" : "outputs.npz";
      const found = failure(golden, golden.arrays(file), { vector: "none" });
      const count = counts.get(golden.facts.golden_status) ?? { held: 0, all: 0 };
      counts.set(golden.facts.golden_status, { held: count.held + (found ? 0 : 1), all: count.all + 1 });
      if (found === undefined) continue;
      failures.push(found);
      for (const op of Object.keys(golden.facts.ops)) operators.set(op, (operators.get(op) ?? 0) + 1);
    }
    for (const [status, { held, all }] of counts) console.log(`embedded outputs ${status}: ${held} of ${all} cases`);
    console.log(`outputs equal the C++: ${cases.length - failures.length} of ${cases.length} cases`);
    if (operators.size > 0) console.log(`failures by operator: ${JSON.stringify(Object.fromEntries(operators))}`);
    expect(failures.slice(0, 10)).toEqual([]);
  });

  it("are equal in the chips' vector units too, but for int16 products beyond float32", () => {
    const chips = cases.filter(({ facts }) => facts.target !== "c");
    const differing = chips.flatMap((golden) => {
      const file = golden.has("outputs_cpp.npz") ? "outputs_cpp.npz" : "outputs.npz";
      const found = failure(golden, golden.arrays(file), {});
      return found === undefined ? [] : [found];
    });
    expect(
      differing.filter((text) => !/^ppq_mul_\w+_s16: 10: element 38 is -14891, expected -14892$/.test(text)),
    ).toEqual([]);
  });

  const lanes = cases.filter((golden) => golden.has("outputs_s3_sat20.npz"));
  it(`are equal with the S3's 20-bit lanes: ${lanes.length} cases`, () => {
    for (const golden of lanes)
      expect(failure(golden, golden.arrays("outputs_s3_sat20.npz"), { saturatingLanes: true })).toBeUndefined();
  });

  it("report where lanes saturated, and only there do outputs differ", () => {
    for (const golden of lanes) {
      const model = readEspdl(golden.model());
      const feeds = new Map(golden.facts.inputs.map((f) => [f.name, golden.arrays("inputs.npz").get(f.key)!]));
      const { saturated, trace } = espdlRunner(model, { chip: "esp32s3", saturatingLanes: true })(feeds);
      const exact = espdlRunner(model, { chip: "esp32s3" })(feeds).trace;
      expect(saturated.length).toBeGreaterThan(0);
      for (const { layer, node, indices } of saturated) {
        const [got, law] = [trace, exact].map((t) => t.layers.find(({ id }) => id === layer)!.tensor.toNumbers());
        const differing = got.flatMap((value, index) => (value === law[index] ? [] : [index]));
        expect(model.graph.nodes.map(({ name }) => name)).toContain(node);
        expect(indices).toEqual([...indices].sort((a, b) => a - b));
        expect(indices).toEqual(expect.arrayContaining(differing));
      }
    }
  });

  it("need no lanes where nothing saturates", () => {
    const small = cases.filter(({ facts }) => facts.target === "esp32s3" && facts.ops.Conv > 0).slice(0, 12);
    for (const golden of small.filter((c) => !lanes.includes(c)))
      expect(failure(golden, golden.arrays("outputs_cpp.npz"), { saturatingLanes: true })).toBeUndefined();
  });

  it("come from lanes on the ESP32-S3 only", () => {
    expect(() => chipArithmetic("esp32p4", true)).toThrow("only esp32s3 has saturating 20-bit lanes, got esp32p4");
  });
});
