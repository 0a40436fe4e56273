import type { Arithmetic } from "../../../kernels-ref/index.js";
import type { Program } from "../../ir/graph/program.js";
import type { Sample } from "../../quantization/calibrate/samples.js";
import { createFastRunner } from "../fast/runner.js";
import { inputLayers } from "../interpreter/feeds.js";
import { fitSample } from "./fit-sample.js";
import type { Predictor } from "./predictor.js";
import { realValues } from "./real-values.js";

export interface ProgramPredictorOptions {
  /** What the report calls the runner. */
  readonly runner?: string;
  readonly arithmetic?: Arithmetic;
  /** How an array becomes the program's input. Default: bytes become floats, channels are moved. */
  readonly feeds?: (sample: Sample) => Sample;
  /** Default: as many as there are processors, 8 at most. */
  readonly threads?: number;
}

/** A program in the chip's own integers, run fast; integer outputs become real by their exponent. */
export function programPredictor(program: Program, options: ProgramPredictorOptions = {}): Predictor {
  const { runner = "chip integers", arithmetic, threads } = options;
  const inputs = inputLayers(program).map(({ name, types: [{ dtype, shape }] }) => ({ name, dtype, shape }));
  const feeds = options.feeds ?? ((sample: Sample) => fitSample(inputs, sample));
  const fast = createFastRunner(program, { ...(arithmetic && { arithmetic }), ...(threads && { threads }) });
  const exponents = program.outputs.map(({ layer }) => program.layers[layer]!.exponent);
  return {
    runner,
    inputs: inputs.map(({ name }) => name),
    async predict(samples) {
      const results = await fast.run(samples.map(feeds));
      return results.map((outputs) => outputs.map((tensor, i) => realValues(tensor, exponents[i])));
    },
    close: () => fast.close(),
  };
}
