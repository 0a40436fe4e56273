import { Tensor } from "../../base/tensor/tensor.js";
import type { Sample } from "../../quantization/calibrate/samples.js";
import type { Predictor } from "./predictor.js";

/** A predictor that is fed (x − mean) / std, as its model was trained; itself for 0 and 1. */
export function withInputScale(
  predictor: Predictor,
  scale: { readonly mean: number; readonly std: number },
): Predictor {
  const { mean, std } = scale;
  if (mean === 0 && std === 1) return predictor;
  const scaled = (tensor: Tensor): Tensor => {
    const data = Float32Array.from(tensor.data as ArrayLike<number | bigint>, (x) => (Number(x) - mean) / std);
    return new Tensor("float32", tensor.shape, data);
  };
  const all = (sample: Sample): Sample => new Map(Array.from(sample, ([name, tensor]) => [name, scaled(tensor)]));
  return { ...predictor, predict: (samples) => predictor.predict(samples.map(all)) };
}
