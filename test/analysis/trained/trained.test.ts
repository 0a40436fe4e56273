import { afterEach, describe, expect, it } from "vitest";
import { scoresOf } from "../../../src/analysis/measure/scores.js";
import { Bench } from "../../../src/analysis/tune/bench.js";
import { espdlFlow } from "../../../src/analysis/tune/espdl/flow.js";
import type { Flow } from "../../../src/analysis/tune/flow.js";
import type { Reached } from "../../../src/analysis/tune/reached.js";
import { splitSets } from "../../../src/analysis/tune/sets.js";
import type { State } from "../../../src/analysis/tune/state.js";
import { tune } from "../../../src/analysis/tune/tune.js";
import { TVM_FLOW } from "../../../src/analysis/tune/tvm/flow.js";
import { inferShapes } from "../../../src/formats/onnx/shape/infer.js";
import { ARE_THERE, type Trained, trained } from "./models.js";

afterEach(() => new Promise((resolve) => setImmediate(resolve)));

/** What `quantize` alone reaches on the test set. */
async function plain<S extends State<S>>({ model, calibration, test }: Trained, flow: Flow<S>): Promise<Reached> {
  const float = inferShapes(scoresOf(await flow.prepare(model)));
  const state = await flow.plain(float, calibration.samples);
  return (await (await Bench.open(float, test)).measure(state)).reached;
}

const TWENTY_MINUTES = 1_200_000;

describe.skipIf(!ARE_THERE)("trained networks on samples that nothing was chosen by", () => {
  it("quantize alone keeps a person detector's decisions on both targets", { timeout: TWENTY_MINUTES }, async () => {
    const vww = await trained("vww/float");
    const [tvm, espdl] = [await plain(vww, TVM_FLOW), await plain(vww, espdlFlow("esp32s3"))];
    expect(Math.min(tvm.accuracy!, espdl.accuracy!)).toBeGreaterThanOrEqual(0.84);
    expect(tvm.snr!).toBeGreaterThan(16.5);
    expect(espdl.snr!).toBeGreaterThan(16.5);
  });

  it("quantize alone is near float on pictures, words and sounds", { timeout: TWENTY_MINUTES }, async () => {
    const resnet8 = await trained("resnet8/float_logits");
    expect((await plain(resnet8, TVM_FLOW)).snr!).toBeGreaterThan(27.2);
    expect((await plain(resnet8, espdlFlow("esp32s3"))).snr!).toBeGreaterThan(29);
    const kws = await trained("kws/float_logits");
    expect((await plain(kws, TVM_FLOW)).snr!).toBeGreaterThan(26.8);
    expect((await plain(await trained("ad/float"), espdlFlow("esp32s3"))).snr!).toBeGreaterThan(38.5);
  });

  // Minutes for one network: `ESPDL_TRAINED=all` runs it.
  // Minutes for one network: `ESPDL_TRAINED=all` runs it.
  it.runIf(process.env.ESPDL_TRAINED === "all").each([
    ["vww/float", undefined, 19.7],
    ["vww/float", "esp32s3", 19.7],
    ["vww/float", "esp32p4", 19.7],
    ["resnet8/float_logits", undefined, 28],
    ["resnet8/float_logits", "esp32s3", 30],
    ["resnet8/float_logits", "esp32p4", 30],
    ["kws/float_logits", undefined, 27.9],
    ["kws/float_logits", "esp32s3", 30],
    ["kws/float_logits", "esp32p4", 30],
    ["ad/float", undefined, 40],
    ["ad/float", "esp32s3", 40],
    ["blazeface/float", undefined, 10],
    ["blazeface/float", "esp32s3", 10],
    ["blazeface/float", "esp32p4", 10],
  ] as const)("tune reaches what is wanted: %s, %s", { timeout: TWENTY_MINUTES }, async (file, chip, least) => {
    const { model, calibration, test } = await trained(file);
    const { tuned } = await tune(model, splitSets(calibration, test), { chip });
    expect(tuned.snr!).toBeGreaterThan(least);
    if (tuned.accuracy !== undefined) expect(tuned.accuracy).toBeGreaterThanOrEqual(tuned.floatAccuracy! - 0.005);
  });
});
