import { describe, expect, test } from "vitest";
import { TVM_X86_ARITHMETIC } from "../../../kernels-ref/index.js";
import { parseNpy } from "../../../src/base/tensor/npy.js";
import type { Tensor } from "../../../src/base/tensor/tensor.js";
import { interpret } from "../../../src/execution/interpreter/interpret.js";
import { readModel } from "../../../src/formats/onnx/read.js";
import type { CallLayer, Layer, Program } from "../../../src/ir/graph/program.js";
import { compileForDebug } from "../../../src/ir/passes/compile.js";
import { type GoldenCase, goldenCases } from "../../golden/cases.js";
import { goldenNodes, goldenTensors, INEXACT, identical, ulpDistance } from "../../golden/nodes.js";

/** quant.onnx + input.npy through our own import, passes and kernels: every node of the original's debug run. */
describe("the debug run equals the original's, tensor for tensor", () => {
  const cases = goldenCases().filter((golden) => golden.has("tensors.npz"));
  const count = { cases: 0, tensors: 0, exact: 0 };

  test.each(cases)("$name", (golden) => {
    const { program } = compileForDebug(readModel(golden.path("quant.onnx")), { compat: true });
    const trace = interpret(program, feedsOf(golden, program), { arithmetic: TVM_X86_ARITHMETIC });
    const nodes = goldenNodes(golden);
    const tensors = goldenTensors(golden);
    expect(trace.layers.map(({ index, name }) => `${index} ${name}`)).toEqual(
      nodes.map(({ index, name }) => `${index} ${name}`),
    );
    const tolerant = tolerantLayers(program);
    for (const [position, node] of nodes.entries()) {
      const actual = trace.layers[position].tensor;
      const expected = tensors.get(node.key) as Tensor;
      expect(inputsOf(program.layers[node.index]), `inputs of ${node.name}`).toEqual(node.inputs);
      expect(`${actual.dtype} [${actual.shape}]`, node.name).toBe(`${expected.dtype} [${expected.shape}]`);
      count.tensors++;
      if (identical(actual, expected)) count.exact++;
      else
        expect(
          tolerant.has(node.index) ? ulpDistance(actual, expected) : Infinity,
          `ulp of ${node.name}`,
        ).toBeLessThanOrEqual(4);
    }
    count.cases++;
  });

  test("counts", () => {
    const { tensors, exact } = count;
    console.log(
      `debug run: ${count.cases} of ${cases.length} cases; ${exact} of ${tensors} tensors bit for bit, ${tensors - exact} within 4 ulp`,
    );
    expect(cases.length).toBeGreaterThan(0);
    expect(count.cases).toBe(cases.length);
  });
});

function feedsOf(golden: GoldenCase, program: Program): Map<string, Tensor> {
  const names = program.layers.filter(({ kind }) => kind === "input").map(({ name }) => name);
  const order = golden.options.inputs ?? names;
  return new Map(
    order.map((name, position) => [name, parseNpy(golden.read(position === 0 ? "input.npy" : `input${position}.npy`))]),
  );
}

function inputsOf(layer: Layer): number[] {
  return layer.kind === "call" ? layer.inputs.map((operand) => operand.layer) : [];
}

/** Float layers behind `exp` or a long float sum; the first integer tensor on the way must be identical again. */
function tolerantLayers({ layers }: Program): Set<number> {
  const tolerant = new Set<number>();
  const isTolerant = (layer: CallLayer): boolean =>
    layer.types.every(({ dtype }) => dtype === "float32") &&
    (INEXACT.test(layer.op) || layer.inputs.some((operand) => tolerant.has(operand.layer)));
  for (const layer of layers) if (layer.kind === "call" && isTolerant(layer)) tolerant.add(layer.index);
  return tolerant;
}
