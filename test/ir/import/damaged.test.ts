import { describe, expect, it } from "vitest";
import { UserError } from "../../../src/base/errors.js";
import type { DType } from "../../../src/base/tensor/dtype.js";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import type { OnnxAttribute, OnnxModel, OnnxNode } from "../../../src/formats/onnx/model.js";
import { readModel } from "../../../src/formats/onnx/read.js";
import { compileForDebug } from "../../../src/ir/passes/compile.js";
import { goldenCase } from "../../golden/cases.js";

const CASES = [
  "residual_add",
  "gemm_mlp_pc",
  "group_conv",
  "matmul_3d",
  "prelu_hardswish",
  "resize_int8",
  "split_slice",
  "softmax_unnamed",
  "mnist_cnn",
];
const RUNS_PER_CASE = 60;
const DTYPES: readonly DType[] = ["float32", "int8", "uint8", "int32", "int64", "bool"];
const ODD_NUMBERS = [-(2 ** 31), -7, -1, 0, 1, 2, 5, 255, 2 ** 20, 2 ** 31, 0.5, Number.NaN];
const ODD_SHAPES = [[], [0], [1], [3, 5], [1, 1, 1], [2, 2, 2, 2], [1, 2, 1, 2, 1]];

/** A linear congruential generator: the same damage on every run. */
function generator(seed: number): <T>(choices: readonly T[]) => T {
  let state = seed;
  return (choices) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return choices[Math.floor((state / 2 ** 32) * choices.length)] as (typeof choices)[number];
  };
}

type Pick = ReturnType<typeof generator>;

function damagedAttribute(pick: Pick, attribute: OnnxAttribute): OnnxAttribute {
  const number = (): number => pick(ODD_NUMBERS);
  return pick<() => OnnxAttribute>([
    () => ({ type: "int", value: Math.trunc(number()) || 0 }),
    () => ({ type: "float", value: number() }),
    () => ({ type: "string", value: pick(["", "SAME_UPPER", "linear", "reflect"]) }),
    () => ({ type: "ints", value: Array.from({ length: pick([0, 1, 2, 3, 4, 8]) }, () => Math.trunc(number()) || 0) }),
    () =>
      attribute.type === "ints"
        ? { type: "ints", value: attribute.value.map(() => Math.trunc(number()) || 0) }
        : attribute,
  ])();
}

function damagedNode(pick: Pick, node: OnnxNode): OnnxNode {
  const names = [...node.attributes.keys()];
  const attributes = new Map(node.attributes);
  return pick<() => OnnxNode>([
    () => ({ ...node, inputs: node.inputs.with(pick([...node.inputs.keys()]), "") }),
    () => ({ ...node, inputs: node.inputs.slice(0, -1) }),
    () => ({ ...node, inputs: node.inputs.with(pick([...node.inputs.keys()]), pick(node.inputs)) }),
    () => {
      const name = names.length > 0 ? pick(names) : "axis";
      return {
        ...node,
        attributes: attributes.set(name, damagedAttribute(pick, attributes.get(name) ?? { type: "int", value: 0 })),
      };
    },
    () => ({ ...node, attributes: attributes.set("axis", { type: "int", value: pick([-9, -1, 0, 1, 9]) }) }),
  ])();
}

function damaged(pick: Pick, model: OnnxModel): OnnxModel {
  const { graph } = model;
  const at = pick([...graph.nodes.keys()]);
  const nodes = graph.nodes.with(at, damagedNode(pick, graph.nodes[at] as OnnxNode));
  const initializers = new Map(graph.initializers);
  const name = pick([...initializers.keys()]);
  return pick<() => OnnxModel>([
    () => ({ ...model, graph: { ...graph, nodes } }),
    () => ({
      ...model,
      graph: { ...graph, initializers: initializers.set(name, Tensor.zeros(pick(DTYPES), pick(ODD_SHAPES))) },
    }),
    () => ({
      ...model,
      graph: { ...graph, inputs: graph.inputs.map((input) => ({ ...input, shape: pick(ODD_SHAPES) })) },
    }),
    () => ({ ...model, opsets: new Map([["", pick([7, 9, 11, 13, 18, 21])]]) }),
  ])();
}

describe("a damaged model", () => {
  it.each(CASES)("made from %s compiles, or is refused in one line", (name) => {
    const model = readModel(goldenCase(name).path("quant.onnx"));
    for (let seed = 1; seed <= RUNS_PER_CASE; seed++) {
      const pick = generator(seed * 7919);
      try {
        compileForDebug(damaged(pick, model), { compat: seed % 2 === 0 });
      } catch (error) {
        expect(error, `seed ${seed}: ${(error as Error).stack}`).toBeInstanceOf(UserError);
        expect((error as Error).message).not.toContain("\n");
      }
    }
  });
});
