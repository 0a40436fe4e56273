import { expect, it } from "vitest";
import { withChannelsAs } from "../../../src/base/tensor/channels.js";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import { ARITHMETICS, type Chip } from "../../../src/espdl/chip.js";
import { espdlFeeds } from "../../../src/espdl/feeds.js";
import { readEspdl } from "../../../src/espdl/read.js";
import { runEspdl } from "../../../src/espdl/run.js";
import { quantizeEspdl } from "../../../src/espdl/write/quantize-espdl.js";
import { writeEspdl } from "../../../src/espdl/write.js";
import type { OnnxModel } from "../../../src/formats/onnx/model.js";
import { Session } from "../../../src/quantization/ort/session.js";
import { Network, noise } from "../../codegen/networks/network.js";
import { randomSamples } from "./random-samples.js";

const IMAGE = [1, 16, 8, 6];
const conv = (net: Network): string => net.conv("x", 16, 16, 3);
const scalar = (net: Network, value: number): string => net.constant(Tensor.scalar("float32", value));

/** An operator that no chip has, or that one runs otherwise: how it is built, and the operators that it becomes. */
const CASES: Readonly<Record<string, readonly [build: (net: Network) => string, operators: string]>> = {
  "Max of two": [(net) => net.layer("Max", [conv(net), conv(net)]), "Conv Conv Sub Relu Add"],
  "Min with a number": [(net) => net.layer("Min", [conv(net), scalar(net, 0.5)]), "Conv Clip"],
  "Mean of three": [(net) => net.layer("Mean", [conv(net), "x", conv(net)]), "Conv Conv Add Add Mul"],
  Selu: [(net) => net.layer("Selu", [conv(net)]), "Conv LUT"],
  Softplus: [(net) => net.layer("Softplus", [conv(net)]), "Conv LUT"],
  GlobalMaxPool: [(net) => net.layer("GlobalMaxPool", [conv(net)]), "Conv ReduceMax"],
  "Conv of 4 groups": [(net) => net.conv("x", 16, 24, 3, { group: 4 }), "Conv"],
  "Gather from the end": [(net) => net.layer("Gather", [conv(net), net.integers(-1, 0)], { axis: 2 }), "Conv Gather"],
  "DepthToSpace DCR": [(net) => net.layer("DepthToSpace", [conv(net)], { blocksize: 2 }), "Conv Gather DepthToSpace"],
  "MaxPool that rounds up": [
    (net) => net.layer("MaxPool", [conv(net)], { kernel_shape: [3, 3], strides: [2, 2], ceil_mode: 1 }),
    "Conv MaxPool",
  ],
  Expand: [
    (net) => net.layer("Expand", [net.layer("GlobalAveragePool", [conv(net)]), net.integers(1, 16, 3, 2)]),
    "Conv GlobalAveragePool Concat Concat",
  ],
  "Expand before a product": [
    (net) => {
      const mean = net.layer("GlobalAveragePool", [conv(net)]);
      return net.layer("Mul", ["x", net.layer("Expand", [mean, net.integers(...IMAGE)])]);
    },
    "Conv GlobalAveragePool Mul",
  ],
  "GELU of Erf": [
    (net) => {
      const x = conv(net);
      const erf = net.layer("Erf", [net.layer("Div", [x, scalar(net, Math.SQRT2)])]);
      return net.layer("Mul", [net.layer("Mul", [x, net.layer("Add", [erf, scalar(net, 1)])]), scalar(net, 0.5)]);
    },
    "Conv Gelu",
  ],
  "ConvTranspose SAME_LOWER": [
    (net) =>
      net.layer("ConvTranspose", ["x", net.constant(noise([16, 8, 3, 3], 0.2))], {
        strides: [2, 2],
        auto_pad: "SAME_LOWER",
      }),
    "InsertZeros Conv",
  ],
  "a float operator on the graph's input": [
    (net) => net.layer("Add", [conv(net), net.layer("Pow", ["x", scalar(net, 2)])]),
    "Conv DequantizeLinear Pow QuantizeLinear Add",
  ],
};

it.each(Object.keys(CASES))("%s is written in what every chip has, near the float model", async (name) => {
  const [build, operators] = CASES[name]!;
  const net = new Network(IMAGE);
  const model = net.model(build(net));
  for (const chip of ARITHMETICS) {
    for (const [bits, least] of [
      [8, 20],
      [16, 40],
    ] as const) {
      const { found, decibels } = await written(model, chip, bits);
      const plain = found.filter((op) => op !== "Transpose" && op !== "RequantizeLinear").join(" ");
      // Every activation of 16 bits is a table.
      const table = (text: string): string => (bits === 8 ? text : text.replace("Gelu", "LUT"));
      expect(table(plain)).toBe(table(operators));
      expect(decibels, `${chip}, ${bits} bits`).toBeGreaterThan(least);
    }
  }
});

async function written(model: OnnxModel, chip: Chip, bits: 8 | 16) {
  const samples = randomSamples(model, 10);
  const { model: made } = await quantizeEspdl(model, samples, { chip, bits, calibration: { method: "minmax" } });
  const file = readEspdl(writeEspdl(made));
  const session = await Session.open(model);
  const reference = await session.run(samples[0]!);
  await session.close();
  const { tensors } = runEspdl(file, espdlFeeds(file, samples[0]!, chip), { chip });
  const [info] = file.graph.outputs;
  const integers = tensors.get(info!.name)!;
  const real = Float32Array.from(integers.toNumbers(), (q) => q * 2 ** info!.exponents[0]!);
  const expected = reference.get(info!.name)!;
  const values = withChannelsAs(new Tensor("float32", integers.shape, real), expected.shape).toNumbers();
  const power = (numbers: readonly number[]): number => numbers.reduce((sum, x) => sum + x * x, 0);
  const noisePower = power(expected.toNumbers().map((x, i) => x - values[i]!));
  const decibels = 10 * Math.log10(power(expected.toNumbers()) / noisePower);
  return { found: file.graph.nodes.map(({ opType }) => opType), decibels };
}
