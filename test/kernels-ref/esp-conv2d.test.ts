import { describe, expect, test } from "vitest";
import { type Arithmetic, KERNELS, requantize, TVM_ARITHMETIC } from "../../kernels-ref/index.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import { goldenCases } from "../golden/cases.js";
import { type GoldenNode, goldenNodes, goldenTensors, identical } from "../golden/nodes.js";
import { type RelayCall, readRelayText } from "../golden/relay-text.js";
import { run, tensor } from "./run.js";

const CHAIN = ["nn.conv2d", "right_shift", "clip", "cast", "cast", "add", "clip", "cast"];

/** Every convolution of the original's chain conv → shift → clip → bias → clip [→ relu], as one fused call. */
describe("esp.conv2d equals the chain of primitive operators", () => {
  test("on all golden cases", () => {
    let layers = 0;
    for (const golden of goldenCases()) {
      if (!golden.has("tensors.npz") || !golden.has("relay/3_canonicalize.txt")) continue;
      const calls = readRelayText(golden.read("relay/3_canonicalize.txt").toString());
      const tensors = goldenTensors(golden);
      const nodes = goldenNodes(golden);
      const runs = nodes.filter(({ op, key }) => op === "tvm_op" && !key.includes("_"));
      for (let first = 0; first + CHAIN.length <= runs.length; first++) {
        const names = calls.slice(first, first + CHAIN.length).map(({ op }) => op);
        if (names.join() !== CHAIN.join() || calls[first].args.length !== 2) continue;
        expect(fusedDiffers(calls, runs, first, nodes, tensors), `${golden.name} ${runs[first].name}`).toBe(false);
        layers++;
      }
    }
    console.log(`esp.conv2d: ${layers} fused convolutions equal their chains`);
    expect(layers).toBeGreaterThan(10);
  });
});

function fusedDiffers(
  calls: readonly RelayCall[],
  runs: readonly GoldenNode[],
  first: number,
  nodes: readonly GoldenNode[],
  tensors: ReadonlyMap<string, Tensor>,
): boolean {
  const operand = (node: GoldenNode, position: number): Tensor => {
    const argument = calls[runs.indexOf(node)].args[position];
    const candidates = nodes.filter(({ index }) => index === node.inputs[position]);
    return tensors.get(candidates[argument.kind === "result" ? argument.output : 0].key) as Tensor;
  };
  const image = narrowed(operand(runs[first], 0));
  const kernel = narrowed(operand(runs[first], 1));
  const shift = operand(runs[first + 1], 1);
  const bias = operand(runs[first + 4], 0);
  const last = runs[first + 7];
  const after = calls[first + 8];
  const relu = after?.op === "nn.relu" && after.dtype === "int8";
  const expected = tensors.get(relu ? runs[first + 8].key : last.key) as Tensor;
  const arithmetic: Arithmetic = { ...TVM_ARITHMETIC, negativeShift: "zero" };
  const attributes = { ...calls[first].attributes, shift: shift.toNumbers(), relu };
  const actual = Tensor.zeros("int8", expected.shape);
  KERNELS.get("esp.conv2d")!([image, kernel, bias], attributes, [actual], arithmetic);
  return !identical(actual, expected);
}

/** Grouped convolutions reach the chain widened to int32; the fused kernel takes the int8 they came from. */
function narrowed(value: Tensor): Tensor {
  return value.dtype === "int8" ? value : new Tensor("int8", value.shape, Int8Array.from(value.toNumbers()));
}

describe("requantize", () => {
  const after: Arithmetic = TVM_ARITHMETIC;
  test("floor, then bias, saturating at each step", () => {
    expect(requantize(-1, 0, 4, after)).toBe(-1);
    expect(requantize(1000, -100, 1, after)).toBe(27);
    expect(requantize(1000, -100, 1, { ...after, saturation: "at-end" })).toBe(127);
    expect(requantize(-1000, 100, 1, after)).toBe(-28);
  });

  test("every rounding of a tie", () => {
    const tie = (acc: number): number[] =>
      (["floor", "half-up", "half-even", "half-away", "toward-zero"] as const).map(
        (rounding) => requantize(acc, 0, 1, { ...after, rounding }) + 0,
      );
    expect(tie(5)).toEqual([2, 3, 2, 3, 2]);
    expect(tie(-5)).toEqual([-3, -2, -2, -3, -2]);
  });

  test("bias before the shift, in the accumulator's scale, saturating to int32", () => {
    const before: Arithmetic = { ...after, bias: "before-shift", rounding: "half-up" };
    expect(requantize(100, 28, 8, before)).toBe(1);
    expect(requantize(100, 27, 8, before)).toBe(0);
    expect(requantize(2 ** 31 - 1, 2 ** 31 - 1, 31, before)).toBe(1);
  });

  test("negative shifts follow the arithmetic", () => {
    expect(requantize(3, 1, -2, after)).toBe(13);
    expect(requantize(3, 1, -2, { ...after, negativeShift: "zero" })).toBe(1);
  });
});

describe("esp.conv2d", () => {
  test("a shift for each channel, no bias, relu, NHWC", () => {
    const image = tensor("int8", [1, 1, 2, 1], [64, -64]);
    const kernel = tensor("int8", [1, 1, 1, 2], [4, 4]);
    const attributes = { data_layout: "NHWC", kernel_layout: "HWIO", shift: [4, 2] };
    expect(run("esp.conv2d", [image, kernel], attributes, "int8", [1, 1, 2, 2]).toNumbers()).toEqual([
      16, 64, -16, -64,
    ]);
    const relu = run("esp.conv2d", [image, kernel], { ...attributes, relu: true }, "int8", [1, 1, 2, 2]);
    expect(relu.toNumbers()).toEqual([16, 64, 0, 0]);
  });

  test("esp.depthwise_conv2d: one kernel a channel, bias after the shift", () => {
    const image = tensor("int8", [1, 1, 2, 2], [10, 20, 30, -40]);
    const kernel = tensor("int8", [1, 1, 2, 1], [2, 4]);
    const bias = tensor("int8", [2], [1, -1]);
    const attributes = { data_layout: "NHWC", kernel_layout: "HWOI", groups: 2, shift: 1 };
    const out = run("esp.depthwise_conv2d", [image, kernel, bias], attributes, "int8", [1, 1, 2, 2]);
    expect(out.toNumbers()).toEqual([11, 39, 31, -81]);
  });
});
