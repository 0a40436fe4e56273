import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as ort from "onnxruntime-node";
import { quantizeModel } from "../../src/analysis/quantize-model.js";
import { withChannelsAs } from "../../src/base/tensor/channels.js";
import { parseNpz } from "../../src/base/tensor/npz.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import type { Form } from "../../src/execution/fast/form.js";
import { createFastRunner } from "../../src/execution/fast/runner.js";
import { isExact } from "../../src/execution/fast/self-test/self-test.js";
import { interpret } from "../../src/execution/interpreter/interpret.js";
import type { OnnxModel } from "../../src/formats/onnx/model.js";
import { readModel } from "../../src/formats/onnx/read.js";
import { serializeModel } from "../../src/formats/onnx/write.js";
import { compileForDebug } from "../../src/ir/passes/compile.js";
import type { Sample } from "../../src/quantization/calibrate/samples.js";
import { preprocess } from "../../src/quantization/preprocess/preprocess.js";
import { best } from "./best.js";
import { mobilenetV2 } from "./mobilenet-v2.js";
import { uint8Model } from "./uint8-model.js";

const MODELS = fileURLToPath(new URL("../../../shared/models", import.meta.url));
const BATCH = 8;
const SAMPLES = 24;
const TURNS = 12;
const RUNS = 6;

/** Images a second of one model, each way, and milliseconds an image with every layer returned. */
export interface FastSpeed {
  readonly name: string;
  readonly onnxruntime: number;
  readonly reference: number;
  readonly forms: readonly { readonly form: Form; readonly rate: number; readonly layers: number }[];
}

/** The networks that are at hand, and one of MobileNetV2's size with weights of no meaning. */
export async function* fastSpeeds(): AsyncIterable<FastSpeed> {
  for (const name of ["resnet8", "vww", "kws"]) {
    if (!existsSync(join(MODELS, name))) continue;
    const float = await preprocess(readModel(join(MODELS, name, "float.onnx")));
    const samples = samplesOf(join(MODELS, name, "calib.npz"), float, name === "vww" ? 255 : 1);
    yield await speedsOf(name, float, samples);
  }
  const float = await preprocess(mobilenetV2());
  const noise = Float32Array.from({ length: 3 * 224 * 224 }, (_, i) => Math.sin(i * i));
  const sample = new Map([["input", new Tensor("float32", [1, 3, 224, 224], noise)]]);
  yield await speedsOf("mobilenetv2", float, new Array<Sample>(BATCH).fill(sample));
}

/** All of them take turns, a batch at a time, so that what else the machine does meets all alike; the best counts. */
async function speedsOf(name: string, float: OnnxModel, samples: readonly Sample[]): Promise<FastSpeed> {
  const calibration = samples.slice(0, Math.min(16, samples.length / 2));
  const { model } = await quantizeModel(float, calibration, { calibration: { method: "minmax" } });
  const { program } = compileForDebug(model);
  const batch = samples.slice(0, BATCH);
  const forms: readonly Form[] = (await isExact("bytes")) ? ["floats", "pairs", "bytes"] : ["floats", "pairs"];
  const runners = forms.map((form) => createFastRunner(program, { batchSize: BATCH, form, threads: 1 }));
  const ways: (() => Promise<unknown>)[] = [await peerOf(uint8Model(model), batch)];
  for (const runner of runners)
    ways.push(
      () => runner.run(batch),
      () => runner.trace(batch),
    );
  const seconds = ways.map(() => Number.POSITIVE_INFINITY);
  for (let turn = 0; turn < TURNS; turn++)
    for (const [i, way] of ways.entries()) seconds[i] = Math.min(seconds[i]!, await best(RUNS, way));
  for (const runner of runners) await runner.close();
  return {
    name,
    onnxruntime: BATCH / seconds[0]!,
    reference: 1 / (await best(2, () => interpret(program, batch[0]!, { keep: "outputs" }))),
    forms: forms.map((form, i) => ({
      form,
      rate: BATCH / seconds[2 * i + 1]!,
      layers: (1000 / BATCH) * seconds[2 * i + 2]!,
    })),
  };
}

/** The same samples in the same batches, one thread. */
async function peerOf(model: OnnxModel, samples: readonly Sample[]): Promise<() => Promise<void>> {
  const open = (shape: OnnxModel["graph"]["inputs"][number]["shape"]): number[] => [
    BATCH,
    ...shape!.slice(1).map(Number),
  ];
  const inputs = model.graph.inputs.map((input) => ({ ...input, shape: open(input.shape) }));
  const outputs = model.graph.outputs.map((output) => ({ ...output, shape: open(output.shape) }));
  const batched = { ...model, graph: { ...withoutBatchOfOne(model).graph, inputs, outputs } };
  const options = { intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 4 } as const;
  const session = await ort.InferenceSession.create(serializeModel(batched), options);
  const [name] = session.inputNames as [string];
  const size = samples[0]!.get(name)!.size;
  return async () => {
    for (let i = 0; i + BATCH <= samples.length; i += BATCH) {
      const data = new Float32Array(BATCH * size);
      for (let k = 0; k < BATCH; k++) data.set(samples[i + k]!.get(name)!.data as Float32Array, k * size);
      await session.run({ [name]: new ort.Tensor("float32", data, inputs[0]!.shape) });
    }
  };
}

/** Reshapes to [1, …] become reshapes to [−1, …]. */
function withoutBatchOfOne(model: OnnxModel): OnnxModel {
  const shapes = new Set(
    model.graph.nodes.filter(({ opType }) => opType === "Reshape").map(({ inputs }) => inputs[1]!),
  );
  const initializers = new Map(model.graph.initializers);
  for (const name of shapes) {
    const tensor = initializers.get(name)!;
    const sizes = BigInt64Array.from(tensor.data as BigInt64Array);
    if (sizes[0] === 1n && !sizes.includes(-1n)) sizes[0] = -1n;
    else if (sizes[0] === 1n) sizes[0] = BigInt(BATCH);
    initializers.set(name, new Tensor("int64", tensor.shape, sizes));
  }
  return { ...model, graph: { ...model.graph, initializers } };
}

function samplesOf(path: string, model: OnnxModel, scale: number): Sample[] {
  const [input] = model.graph.inputs as [OnnxModel["graph"]["inputs"][number]];
  const array = parseNpz(readFileSync(path)).get("input")!;
  const [count, ...shape] = array.shape as [number, ...number[]];
  const size = array.size / count;
  return Array.from({ length: SAMPLES }, (_, i) => {
    const start = (i % count) * size;
    const values = Float32Array.from(array.data.subarray(start, start + size) as Uint8Array, (x) => x / scale);
    const sample = new Tensor("float32", [1, ...shape], values);
    return new Map([[input.name, withChannelsAs(sample, input.shape as readonly number[])]]);
  });
}
