import { expect, it } from "vitest";
import { ARITHMETICS, type Chip, chipArithmetic } from "../../../src/espdl/chip.js";
import { compileEspdl } from "../../../src/espdl/compile.js";
import { espdlFeeds } from "../../../src/espdl/feeds.js";
import { runEspdl } from "../../../src/espdl/run.js";
import { quantizeEspdl } from "../../../src/espdl/write/quantize-espdl.js";
import { fastTrace } from "../../../src/execution/fast/fast-trace.js";
import type { OnnxModel } from "../../../src/formats/onnx/model.js";
import { Network } from "../../codegen/networks/network.js";
import { randomSamples } from "../../espdl/write/random-samples.js";

/** Products of int16 beyond 2^24, which float32 does not hold and a vector unit shifts exactly. */
it.each(ARITHMETICS)("products of int16 are the reference's: %s", async (chip) => {
  const net = new Network([1, 8, 12, 12]);
  const model = net.model(net.layer("Mul", [net.layer("Relu", ["x"]), net.layer("Sigmoid", ["x"])]));
  await expectEqual(model, chip, 16);
});

/** An area of no power of two: 1 mean in 18 lies between two integers, where the factor's last bit decides. */
it.each(ARITHMETICS)("means of 144 elements are rounded as in the reference: %s", async (chip) => {
  const net = new Network([1, 8, 12, 12]);
  const model = net.model(net.layer("GlobalAveragePool", [net.layer("Relu", ["x"])]));
  await expectEqual(model, chip, 8);
});

async function expectEqual(model: OnnxModel, chip: Chip, bits: 8 | 16): Promise<void> {
  const samples = randomSamples(model, 30);
  const { model: made } = await quantizeEspdl(model, samples, { chip, bits, calibration: { method: "minmax" } });
  const program = compileEspdl(made, { chip });
  for (const sample of samples) {
    const feeds = espdlFeeds(made, sample, chip);
    const [expected, found] = [
      runEspdl(made, feeds, { chip }).trace,
      await fastTrace(program, feeds, chipArithmetic(chip), ""),
    ];
    expect(found.layers.at(-1)!.tensor.toNumbers()).toEqual(expected.layers.at(-1)!.tensor.toNumbers());
  }
}
