import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { quantizeModel } from "../../src/analysis/quantize-model.js";
import { packageFolder } from "../../src/base/package-folder.js";
import { withChannelsAs } from "../../src/base/tensor/channels.js";
import { formatNpz, parseNpz } from "../../src/base/tensor/npz.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import { readModel } from "../../src/formats/onnx/read.js";
import { serializeModel } from "../../src/formats/onnx/write.js";
import { preprocess } from "../../src/quantization/preprocess/preprocess.js";

const RESNET8 = fileURLToPath(new URL("../../../shared/models/resnet8", import.meta.url));
const COMMAND = packageFolder("dist", "bundle", "espdl-lab.js");
const CALIBRATION = 12;
const TURNS = 3;
/** Tells the largest resident set, in KB, when the process ends. */
const TELL = "process.on('exit',()=>process.stderr.write('\\n'+process.resourceUsage().maxRSS+' KB'))";

/** What `evaluate` of int8 ResNet8 takes, from the start of the process to its end. */
export interface EvaluateTime {
  readonly images: number;
  readonly threads: string;
  readonly seconds: number;
  readonly megabytes: number;
}

/** Of 1,000 and of 50,000 images, the best of a few runs; nothing where the package is not built or the model not at hand. */
export async function evaluateTimes(): Promise<EvaluateTime[]> {
  if (!existsSync(COMMAND) || !existsSync(RESNET8)) return [];
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const model = join(folder, "int8.onnx");
  writeFileSync(model, await int8Model());
  const times: EvaluateTime[] = [];
  for (const [images, turns] of [
    [1000, TURNS],
    [50_000, 1],
  ] as const) {
    const data = join(folder, `${images}.npz`);
    writeFileSync(data, repeated(images));
    for (const threads of ["default", "1"]) times.push(timeOf(model, data, images, threads, turns));
  }
  rmSync(folder, { recursive: true });
  return times;
}

function timeOf(model: string, data: string, images: number, threads: string, turns: number): EvaluateTime {
  const args = ["--import", `data:text/javascript,${encodeURIComponent(TELL)}`, COMMAND];
  args.push("evaluate", "--model", model, "--data", data, ...(threads === "default" ? [] : ["--threads", threads]));
  let [seconds, megabytes] = [Number.POSITIVE_INFINITY, 0];
  for (let turn = 0; turn < turns; turn++) {
    const start = performance.now();
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    seconds = Math.min(seconds, (performance.now() - start) / 1000);
    megabytes = Math.max(megabytes, Number(/(\d+) KB$/.exec(stderr)?.[1]) / 1024);
  }
  return { images, threads, seconds, megabytes };
}

async function int8Model(): Promise<Uint8Array> {
  const float = await preprocess(readModel(join(RESNET8, "float.onnx")));
  const [{ name, shape }] = float.graph.inputs as [(typeof float.graph.inputs)[number]];
  const { data } = parseNpz(readFileSync(join(RESNET8, "calib.npz"))).get("input")!;
  const size = 32 * 32 * 3;
  const samples = Array.from({ length: CALIBRATION }, (_, i) => {
    const pixels = Float32Array.from(data.subarray(i * size, (i + 1) * size) as Uint8Array);
    return new Map([[name, withChannelsAs(new Tensor("float32", [1, 32, 32, 3], pixels), shape as readonly number[])]]);
  });
  return serializeModel((await quantizeModel(float, samples, { calibration: { method: "minmax" } })).model);
}

/** The test images over and over. */
function repeated(images: number): Uint8Array {
  const arrays = parseNpz(readFileSync(join(RESNET8, "eval.npz")));
  const many = Array.from(arrays, ([name, { shape, data }]) => {
    const [count, ...rest] = shape as [number, ...number[]];
    const size = data.length / count;
    const all = new Uint8Array(images * size);
    for (let i = 0; i < images; i++)
      all.set(data.subarray((i % count) * size, ((i % count) + 1) * size) as never, i * size);
    return [name, new Tensor("uint8", [images, ...rest], all)] as const;
  });
  return formatNpz(new Map(many));
}
