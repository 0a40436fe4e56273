import { expect, it } from "vitest";
import { ARITHMETICS, chipArithmetic } from "../../../src/espdl/chip.js";
import { compileEspdl } from "../../../src/espdl/compile.js";
import { espdlFeeds } from "../../../src/espdl/feeds.js";
import { readEspdl } from "../../../src/espdl/read.js";
import { espdlRunner } from "../../../src/espdl/run.js";
import { quantizeEspdl } from "../../../src/espdl/write/quantize-espdl.js";
import { writeEspdl } from "../../../src/espdl/write.js";
import { fastTrace } from "../../../src/execution/fast/fast-trace.js";
import { writtenCases } from "./cases.js";
import { randomSamples } from "./random-samples.js";

const INPUTS = 20;

/** Models of several layers that every chip runs, small enough for 60 runs each. */
const chosen = writtenCases()
  .filter(
    ({ bits, float, name }) =>
      bits === 8 &&
      !/stream|softplus|mish|nat_d72|p_ceilmax|p_dilpool|p_nopad/.test(name) &&
      float().graph.nodes.length >= 3,
  )
  .filter((_, index, all) => index % Math.ceil(all.length / 3) === 0);

it.each(ARITHMETICS)(
  "our files equal the reference and the fast kernels on 20 inputs: %s",
  async (chip) => {
    const compared: string[] = [];
    for (const { name, float } of chosen) {
      const model = float();
      const samples = randomSamples(model, INPUTS);
      const { model: made } = await quantizeEspdl(model, samples.slice(0, 4), {
        chip,
        bits: 8,
        w8a16: false,
        calibration: { method: "minmax" },
      });
      const file = readEspdl(writeEspdl(made));
      const [ours, read] = [made, file].map((of) => espdlRunner(of, { chip }));
      const program = compileEspdl(file, { chip });
      for (const sample of samples) {
        const feeds = espdlFeeds(file, sample, chip);
        const [expected, { trace }] = [ours!(feeds), read!(feeds)];
        const fast = await fastTrace(program, feeds, chipArithmetic(chip), "");
        const bytes = (of: typeof trace) => of.layers.map(({ id, tensor }) => [id, tensor.dtype, tensor.toNumbers()]);
        expect(bytes(trace), name).toEqual(bytes(expected.trace));
        expect(bytes(fast), name).toEqual(bytes(trace));
      }
      compared.push(name);
    }
    console.log(`${chip}: ${compared.join(", ")}`);
    expect(compared.length).toBeGreaterThanOrEqual(2);
  },
  60_000,
);
