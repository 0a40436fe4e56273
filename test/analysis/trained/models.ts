import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { LabelledSet } from "../../../src/analysis/tune/sets.js";
import { parseNpz } from "../../../src/base/tensor/npz.js";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import type { OnnxModel } from "../../../src/formats/onnx/model.js";
import { readModel } from "../../../src/formats/onnx/read.js";
import { preprocess } from "../../../src/quantization/preprocess/preprocess.js";

const MODELS = fileURLToPath(new URL("../../../../shared/models/", import.meta.url));
export const ARE_THERE = existsSync(MODELS);

/** How a stored value enters the network. */
const ENTERS: Readonly<Record<string, (x: number) => number>> = {
  "vww/float": (x) => x / 255,
  "blazeface/float": (x) => x / 127.5 - 1,
};

export interface Trained {
  readonly model: OnnxModel;
  readonly calibration: LabelledSet;
  /** Nothing is chosen by these. */
  readonly test: LabelledSet;
}

/** A trained network of the shared folder, preprocessed, with its two sets; images from NHWC to NCHW. */
export async function trained(file: string): Promise<Trained> {
  const model = await preprocess(readModel(`${MODELS}${file}.onnx`));
  const { name, shape } = model.graph.inputs[0]!;
  const enter = ENTERS[file] ?? ((x: number) => x);
  const set = (part: string): LabelledSet => {
    const arrays = parseNpz(readFileSync(`${MODELS}${file.split("/")[0]}/${part}.npz`));
    const stored = arrays.get("input")!;
    const count = stored.shape[0]!;
    const size = stored.size / count;
    const channels = stored.shape.length === 4 ? stored.shape[3]! : 1;
    const plane = size / channels;
    const samples = Array.from({ length: count }, (_, sample) => {
      const data = new Float32Array(size);
      for (let i = 0; i < size; i++)
        data[(i % channels) * plane + Math.floor(i / channels)] = enter(Number(stored.data[sample * size + i]));
      return new Map([[name, new Tensor("float32", shape as number[], data)]]);
    });
    const labels = arrays.get("label");
    return { samples, ...(labels && { labels: labels.toNumbers() }) };
  };
  return { model, calibration: set("calib"), test: set("eval") };
}
