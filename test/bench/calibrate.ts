import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { formatNpy, parseNpy } from "../../src/base/tensor/npy.js";
import { Tensor } from "../../src/base/tensor/tensor.js";
import { readModel } from "../../src/formats/onnx/read.js";
import { calibrate } from "../../src/quantization/calibrate/calibrate.js";
import { openSamples } from "../../src/quantization/dataset/samples.js";
import type { GoldenCase } from "../golden/cases.js";
import { best } from "./best.js";

export const SAMPLES = 100;
const RUNS = 5;
const script = fileURLToPath(new URL("original_calibrator.py", import.meta.url));

export interface CalibrationTimes {
  readonly ours: number;
  readonly original: number;
  /** Where the original's seconds come from. */
  readonly source: string;
}

/** Seconds to find the entropy ranges of a case's float model from 100 samples in a file. */
export async function calibration(golden: GoldenCase): Promise<CalibrationTimes> {
  const folder = mkdtempSync(join(tmpdir(), "espdl-lab-bench-"));
  try {
    const path = join(folder, "samples.npy");
    writeFileSync(path, formatNpy(repeated(parseNpy(golden.read("calib.npy")), SAMPLES)));
    const ours = await best(RUNS, () => {
      const model = readModel(golden.path("preprocessed.onnx"));
      return calibrate(model, openSamples(path, model), { method: "entropy" });
    });
    return { ours, ...original(golden, path) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function repeated(samples: Tensor, count: number): Tensor {
  const [given, ...shape] = samples.shape as [number, ...number[]];
  const result = Tensor.zeros("float32", [count, ...shape]);
  const size = samples.size / given;
  for (let i = 0; i < count; i++) {
    const from = (i % given) * size;
    result.data.set((samples.data as Float32Array).subarray(from, from + size) as never, i * size);
  }
  return result;
}

/** The original measured now with the Python named by ESPDL_BENCH_PYTHON; else its record, scaled to 100 samples. */
function original(golden: GoldenCase, path: string): { original: number; source: string } {
  const python = process.env.ESPDL_BENCH_PYTHON;
  if (python === undefined) {
    const { quantize_s, calib_samples } = golden.json<{ quantize_s: number; calib_samples: number }>("timing.json");
    const source = `record of ${calib_samples} samples with quantization, scaled`;
    return { original: (quantize_s * SAMPLES) / calib_samples, source };
  }
  let seconds = Number.POSITIVE_INFINITY;
  let version = "";
  for (let run = 0; run < RUNS; run++) {
    const text = execFileSync(python, [script, golden.path("preprocessed.onnx"), path], { encoding: "utf8" });
    const measured = JSON.parse(text.trim().split("\n").at(-1)!) as { seconds: number; version: string };
    seconds = Math.min(seconds, measured.seconds);
    version = measured.version;
  }
  return { original: seconds, source: `onnxruntime ${version} (Python), now` };
}
