import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { toBytes } from "../../../src/base/tensor/dtype.js";
import type { Tensor } from "../../../src/base/tensor/tensor.js";
import { nearnessWarning } from "../../../src/cli/nearness.js";
import { generateCode } from "../../../src/codegen/c/generate.js";
import { planMemory } from "../../../src/codegen/memory/plan.js";
import { GraphModuleDebug } from "../../../src/execution/interpreter/graph-module-debug.js";
import { interpret } from "../../../src/execution/interpreter/interpret.js";
import type { OnnxModel } from "../../../src/formats/onnx/model.js";
import { fuse } from "../../../src/ir/fuse/fuse.js";
import { outputId } from "../../../src/ir/graph/output-id.js";
import type { Program } from "../../../src/ir/graph/program.js";
import { compileForDebug } from "../../../src/ir/passes/compile.js";
import { calibrate } from "../../../src/quantization/calibrate/calibrate.js";
import { Session } from "../../../src/quantization/ort/session.js";
import { preprocess } from "../../../src/quantization/preprocess/preprocess.js";
import { quantize } from "../../../src/quantization/quantize/quantize.js";
import { needs } from "../../boards/board/tools.js";
import { HostBatch, hasCompiler } from "../host-batch.js";
import { ARCHITECTURES } from "./architectures.js";
import { calibrateNorms } from "./calibrated-norms.js";
import { noise } from "./network.js";

const SAMPLES = 8;

interface Built {
  readonly quantized: OnnxModel;
  readonly program: Program;
  readonly feed: Tensor;
  readonly expected: Tensor;
}

async function build(uncalibrated: OnnxModel): Promise<Built> {
  const { shape } = uncalibrated.graph.inputs[0]!;
  const samples = Array.from({ length: SAMPLES }, () => new Map([["x", noise(shape as number[])]]));
  const model = await calibrateNorms(uncalibrated, samples);
  const prepared = await preprocess(model);
  const quantized = quantize(prepared, await calibrate(prepared, samples, { method: "minmax" })).model;
  const session = await Session.open(model);
  const feed = samples[0]!.get("x")!;
  const [expected] = (await session.run(samples[0]!)).values();
  await session.close();
  return { quantized, program: fuse(compileForDebug(quantized).program), feed, expected: expected! };
}

/** 10 · log10 of the signal's power over that of the difference. */
function signalToNoise(expected: Tensor, found: Tensor): number {
  const [a, b] = [expected.toNumbers(), found.toNumbers()];
  const power = (values: readonly number[]): number => values.reduce((sum, value) => sum + value * value, 0);
  return 10 * Math.log10(power(a) / power(a.map((value, i) => value - b[i]!)));
}

describe("networks, from float to the board's C", () => {
  const built = new Map<string, Built>();
  let batch: HostBatch | undefined;

  beforeAll(async () => {
    for (const [name, make] of Object.entries(ARCHITECTURES)) built.set(name, await build(make()));
    if (!hasCompiler) return;
    batch = new HostBatch();
    for (const [name, { program }] of built) batch.add(name, generateCode(program, planMemory(program)));
    await batch.build();
  }, 120_000);

  afterAll(() => batch?.remove());

  test.for(Object.keys(ARCHITECTURES))("%s keeps 20 dB of its float output, or is warned of", (name) => {
    const { quantized, feed, expected } = built.get(name)!;
    const module = GraphModuleDebug.create(quantized);
    module.setInput("x", feed);
    module.run();
    const found = module.getOutput(0);
    expect(found.shape).toEqual(expected.shape);
    const snr = signalToNoise(expected, found);
    expect(snr).toBeGreaterThan(12);
    const warning = nearnessWarning({ samples: 1, keptBack: false, snr, agreement: 1 });
    if (snr < 20) expect(warning).toMatch(/expected an SNR of 20 dB/);
    else expect(warning).toBeUndefined();
  });

  test.for(Object.keys(ARCHITECTURES))("%s: every layer of the C equals the interpreter's", (name, context) => {
    if (batch === undefined) return needs(context, "cc");
    const { program, feed } = built.get(name)!;
    const bytes = batch.runModel(name, Buffer.from(toBytes(feed.data)));
    const tensors = new Map(interpret(program, new Map([["x", feed]])).layers.map(({ id, tensor }) => [id, tensor]));
    let at = 0;
    for (const layer of program.layers) {
      if (layer.kind !== "call") continue;
      layer.types.forEach((_, output) => {
        const wanted = toBytes(tensors.get(outputId(layer.id, output))!.data);
        const part = bytes.subarray(at, (at += wanted.length));
        expect(Buffer.compare(part, wanted), layer.id).toBe(0);
      });
    }
  });
});
