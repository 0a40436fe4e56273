import { Tensor } from "../../../src/base/tensor/tensor.js";
import type { OnnxModel } from "../../../src/formats/onnx/model.js";
import type { Sample } from "../../../src/quantization/calibrate/samples.js";

/** Seeded samples of −2 … 2 for the inputs of a model; booleans are true three times of four. */
export function randomSamples({ graph }: OnnxModel, count: number): Sample[] {
  const random = uniform(7);
  return Array.from({ length: count }, () => {
    return new Map(
      graph.inputs.map(({ name, dtype, shape }) => {
        const sizes = shape as readonly number[];
        const length = sizes.reduce((product, size) => product * size, 1);
        const values = Array.from({ length }, () => random() * 4 - 2);
        const data = dtype === "bool" ? Uint8Array.from(values, (x) => (x > -1 ? 1 : 0)) : Float32Array.from(values);
        return [name, new Tensor(dtype, sizes, data)] as const;
      }),
    );
  });
}

/** Seeded numbers in 0 … 1. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
}
