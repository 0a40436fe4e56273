import { describe, expect, test } from "vitest";
import { KERNELS, TVM_X86_ARITHMETIC } from "../../kernels-ref/index.js";
import type { DType } from "../../src/base/tensor/dtype.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import { goldenCases } from "../golden/cases.js";
import { type GoldenNode, goldenNodes, goldenTensors, INEXACT, identical, ulpDistance } from "../golden/nodes.js";
import { type RelayCall, readRelayText } from "../golden/relay-text.js";

/** Every operator alone: the original's inputs in, the original's outputs out. */
describe("kernels on the golden inputs", () => {
  const cases = goldenCases().filter((golden) => golden.has("tensors.npz") && golden.has("relay/3_canonicalize.txt"));
  const count = { cases: 0, calls: 0 };

  test.each(cases)("$name", (golden) => {
    const calls = readRelayText(golden.read("relay/3_canonicalize.txt").toString());
    const groups = groupByIndex(goldenNodes(golden));
    const runs = [...groups.values()].filter(([node]) => node.op === "tvm_op");
    expect(runs.map(([node]) => operatorName(node))).toEqual(calls.map((call) => funcName(call.op)));
    const tensors = goldenTensors(golden);
    for (const [position, outputs] of runs.entries()) {
      const difference = runAlone(calls[position], outputs, groups, tensors);
      expect(difference, `${golden.name} ${outputs[0].key} ${outputs[0].name}`).toBe("");
      count.calls++;
    }
    count.cases++;
  });

  test("counts", () => {
    console.log(`kernels alone: ${count.cases} of ${cases.length} cases, ${count.calls} calls`);
    expect(cases.length).toBeGreaterThan(0);
    expect(count.cases).toBe(cases.length);
  });
});

function groupByIndex(nodes: readonly GoldenNode[]): Map<number, GoldenNode[]> {
  const groups = new Map<number, GoldenNode[]>();
  for (const node of nodes) groups.set(node.index, [...(groups.get(node.index) ?? []), node]);
  return groups;
}

function runAlone(
  call: RelayCall,
  nodes: readonly GoldenNode[],
  groups: ReadonlyMap<number, GoldenNode[]>,
  tensors: ReadonlyMap<string, Tensor>,
): string {
  const inputs = nodes[0].inputs.map((index, position) => {
    const argument = call.args[position];
    const output = argument.kind === "result" ? argument.output : 0;
    return tensors.get(groups.get(index)![output].key) as Tensor;
  });
  const outputs = nodes.map((node) => Tensor.zeros(node.dtype as DType, node.shape));
  const kernel = KERNELS.get(call.op);
  if (!kernel) return `no kernel for ${call.op}`;
  kernel(inputs, call.attributes, outputs, TVM_X86_ARITHMETIC);
  const differences = nodes.map((node, position) => {
    const expected = tensors.get(node.key) as Tensor;
    if (identical(outputs[position], expected)) return "";
    const distance = node.dtype === "float32" ? ulpDistance(outputs[position], expected) : Number.POSITIVE_INFINITY;
    return INEXACT.test(call.op) && distance <= 4 ? "" : `${call.op} differs, ${distance} ulp`;
  });
  return differences.join("");
}

function funcName(op: string): string {
  return op === "reshape" ? "" : op.replaceAll(".", "_");
}

/** The operator in a function's name; a reshape has none. */
function operatorName({ func }: GoldenNode): string {
  if (func === "__nop") return "";
  return (func ?? "").replace("tvmgen_default_fused_", "").replace(/_\d+$/, "");
}
