import { expect, it } from "vitest";
import { fromBytes } from "../../src/base/tensor/dtype.js";
import type { Tensor } from "../../src/base/tensor/tensor.js";
import { unpackWeight } from "../../src/espdl/layout.js";
import type { EspdlModel, EspdlNode } from "../../src/espdl/model.js";
import { readEspdl } from "../../src/espdl/read.js";
import { type EspdlCase, espdlCases } from "../golden/espdl-cases.js";

/** Integer division by 2^shift as the target rounds: half up, or half to even. */
function shifted(value: bigint, shift: number, halfEven: boolean): bigint {
  if (shift <= 0) return value << BigInt(-shift);
  const floor = value >> BigInt(shift);
  const rest = value - (floor << BigInt(shift));
  const half = 1n << BigInt(shift - 1);
  return floor + (rest > half || (rest === half && (!halfEven || (floor & 1n) === 1n)) ? 1n : 0n);
}

/** The only node's convolution, straight from its definition over the unpacked filter. */
function convolve({ graph }: EspdlModel, node: EspdlNode, input: Tensor, output: Tensor, halfEven: boolean): bigint[] {
  const find = (index: number) => graph.initializers.find(({ name }) => name === node.inputs[index]);
  const ints = (name: string, fallback: readonly number[]) => {
    const attribute = node.attributes.get(name);
    return attribute?.type === "ints" ? attribute.value : fallback;
  };
  const stored = find(1)!;
  const depthwise = Number(node.attributes.get("group")?.value ?? 1) > 1;
  const filter = unpackWeight(stored, depthwise ? "depthwise" : "conv");
  const bias = find(2);
  const biases = bias && fromBytes(bias.dtype, bias.bytes);
  const flat = node.opType === "Gemm";
  const plane = stored.dims.length === 4;
  const [kh, kw] = plane ? [stored.dims[0]!, stored.dims[1]!] : [1, stored.dims[0]!];
  const inShape = flat ? [1, 1, 1, input.shape[1]!] : plane ? input.shape : [1, 1, ...input.shape.slice(1)];
  const outShape = flat ? [1, 1, 1, output.shape[1]!] : plane ? output.shape : [1, 1, ...output.shape.slice(1)];
  const [strides, dilations, pads] = [ints("strides", [1, 1]), ints("dilations", [1, 1]), ints("pads", [0, 0, 0, 0])];
  const [sy, sx, dy, dx] = plane ? [...strides, ...dilations] : [1, strides[0]!, 1, dilations[0]!];
  const [top, left] = plane ? [pads[0]!, pads[1]!] : [0, pads[0]!];
  const [, height, width, channels] = inShape as [number, number, number, number];
  const [, rows, columns, outputs] = outShape as [number, number, number, number];
  const bits = stored.dtype === "int8" ? 7n : 15n;
  const relu = node.attributes.get("activation")?.value === "Relu";
  const result: bigint[] = [];
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      for (let n = 0; n < outputs; n++) {
        let sum = biases === undefined ? 0n : BigInt(biases[n]!);
        for (let ky = 0; ky < kh; ky++) {
          for (let kx = 0; kx < kw; kx++) {
            const [iy, ix] = [y * sy! + ky * dy! - top, x * sx! + kx * dx! - left];
            if (iy < 0 || iy >= height || ix < 0 || ix >= width) continue;
            for (let c = depthwise ? n : 0; c < (depthwise ? n + 1 : channels); c++) {
              const at = depthwise ? (ky * kw + kx) * outputs + n : ((ky * kw + kx) * channels + c) * outputs + n;
              sum += BigInt(filter.data[at]!) * BigInt(input.data[(iy * width + ix) * channels + c]!);
            }
          }
        }
        const weightExponent = stored.exponents[stored.exponents.length > 1 ? n : 0]!;
        const shift = graph.testOutputs[0]!.exponents[0]! - graph.testInputs[0]!.exponents[0]! - weightExponent;
        let value = shifted(sum, shift, halfEven);
        if (relu && value < 0n) value = 0n;
        const limit = 1n << bits;
        result.push(value < -limit ? -limit : value > limit - 1n ? limit - 1n : value);
      }
    }
  }
  return result;
}

/** The case's only node when it is a convolution of the input that gives the output. */
function onlyConvolution({ graph }: EspdlModel): EspdlNode | undefined {
  const [node] = graph.nodes;
  const only = graph.nodes.length === 1 && graph.testInputs.length === 1 && node!.inputs.length > 1;
  if (!only || !["Conv", "Gemm"].includes(node!.opType) || graph.testInputs[0]!.dtype === "float32") return undefined;
  const filter = graph.initializers.some(({ name }) => name === node!.inputs[1]);
  return filter && graph.testInputs[0]!.dims[0] === 1 ? node : undefined;
}

it("a convolution over the unpacked filter gives what the C++ computed over the packed one", () => {
  const layouts: Record<string, number> = {};
  let [held, all] = [0, 0];
  const check = (golden: EspdlCase): void => {
    const model = readEspdl(golden.model());
    const node = onlyConvolution(model);
    if (node === undefined || !golden.has("outputs_cpp.npz")) return;
    const input = golden.arrays("inputs.npz").get("t0")!;
    const output = golden.arrays("outputs_cpp.npz").get("t0")!;
    if (node.opType === "Gemm" && input.shape.length !== 2) return;
    const found = convolve(model, node, input, output, golden.facts.rounding === "half_even");
    const { layout } = model.graph.initializers.find(({ name }) => name === node.inputs[1])!;
    layouts[layout] = (layouts[layout] ?? 0) + 1;
    all++;
    expect(found.map(Number), golden.name).toEqual(output.toNumbers());
    held++;
  };
  for (const golden of espdlCases()) check(golden);
  console.log(`convolutions: ${held} of ${all}`, layouts);
  expect(all).toBeGreaterThan(0);
});
