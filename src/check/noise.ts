import { allocate } from "../base/tensor/dtype.js";
import { Tensor } from "../base/tensor/tensor.js";
import type { OnnxModel } from "../formats/onnx/model.js";
import type { Sample } from "../quantization/calibrate/samples.js";

/** One sample of uniform noise, −1 … 1, always the same; zeros for integers, which may be indices. */
export function noiseSample({ graph }: OnnxModel): Sample {
  let state = 1;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
  return new Map(
    graph.inputs.map(({ name, dtype, shape = [] }) => {
      const sizes = shape.map((dim) => (typeof dim === "number" ? dim : 1));
      const data = allocate(
        dtype,
        sizes.reduce((product, size) => product * size, 1),
      );
      if (dtype === "float32") for (let i = 0; i < data.length; i++) data[i] = next();
      return [name, new Tensor(dtype, sizes, data)];
    }),
  );
}
