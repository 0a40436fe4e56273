import { itemSize } from "../../../src/base/tensor/dtype.js";
import { parseNpy } from "../../../src/base/tensor/npy.js";
import { Tensor } from "../../../src/base/tensor/tensor.js";
import { parseModel } from "../../../src/formats/onnx/parse.js";
import type { Sample } from "../../../src/quantization/calibrate/samples.js";
import type { GoldenCase } from "../../golden/cases.js";

/** The calibration set of a case, one map of inputs a sample, with the batch axis of 1 that the original adds. */
export function caseSamples(entry: GoldenCase): Sample[] {
  const { inputs } = parseModel(entry.read("float.onnx")).graph;
  const files = inputs.map((_, index) => (index === 0 ? "calib.npy" : `calib${index}.npy`));
  const arrays = files.map((file) => parseNpy(entry.read(file)));
  return Array.from({ length: arrays[0]!.shape[0]! }, (_, index) => {
    return new Map(inputs.map((input, i) => [input.name, row(arrays[i]!, index)]));
  });
}

function row(stacked: Tensor, index: number): Tensor {
  const shape = [1, ...stacked.shape.slice(1)];
  const length = stacked.size / stacked.shape[0]!;
  const { data, dtype } = stacked;
  expect32(dtype, itemSize(dtype));
  return new Tensor(dtype, shape, data.subarray(index * length, (index + 1) * length));
}

function expect32(dtype: string, bytes: number): void {
  if (bytes !== 4) throw new Error(`calibration sets are float32, got ${dtype}`);
}
