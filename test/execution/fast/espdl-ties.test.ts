import { expect, it } from "vitest";
import { CHIPS, chipArithmetic } from "../../../src/espdl/chip.js";
import { compileEspdl } from "../../../src/espdl/compile.js";
import { espdlFeeds } from "../../../src/espdl/feeds.js";
import { runEspdl } from "../../../src/espdl/run.js";
import { quantizeEspdl } from "../../../src/espdl/write/quantize-espdl.js";
import { fastTrace } from "../../../src/execution/fast/fast-trace.js";
import { Network } from "../../codegen/networks/network.js";
import { randomSamples } from "../../espdl/write/random-samples.js";

/** An area of no power of two: 1 mean in 18 lies between two integers, where the factor's last bit decides. */
it.each(CHIPS)("means of 144 elements are rounded as in the reference: %s", async (chip) => {
  const net = new Network([1, 8, 12, 12]);
  const model = net.model(net.layer("GlobalAveragePool", [net.layer("Relu", ["x"])]));
  const samples = randomSamples(model, 30);
  const { model: made } = await quantizeEspdl(model, samples, { chip, calibration: { method: "minmax" } });
  const program = compileEspdl(made, { chip });
  for (const sample of samples) {
    const feeds = espdlFeeds(made, sample, chip);
    const [expected, found] = [
      runEspdl(made, feeds, { chip }).trace,
      await fastTrace(program, feeds, chipArithmetic(chip), ""),
    ];
    expect(found.layers.at(-1)!.tensor.toNumbers()).toEqual(expected.layers.at(-1)!.tensor.toNumbers());
  }
});
