import { allocate } from "../../base/tensor/dtype.js";
import { Tensor } from "../../base/tensor/tensor.js";

/** One tensor a sample, each of shape [1, …], as one tensor of shape [samples, …]. */
export function stacked(samples: readonly Tensor[]): Tensor {
  const [{ dtype, shape, size }] = samples as readonly [Tensor];
  const data = allocate(dtype, size * samples.length) as Float32Array;
  samples.forEach((sample, i) => {
    data.set(sample.data as Float32Array, i * size);
  });
  return new Tensor(dtype, [samples.length, ...shape.slice(1)], data);
}

/** The inverse of `stacked`; the samples share the batch's storage. */
export function unstacked(batch: Tensor): Tensor[] {
  const [count, ...rest] = batch.shape as [number, ...number[]];
  const size = batch.size / count;
  return Array.from({ length: count }, (_, i) => {
    return new Tensor(batch.dtype, [1, ...rest], batch.data.subarray(i * size, (i + 1) * size));
  });
}

/** True when every element is a number that is not infinite: what the proofs of the fast graphs take for granted. */
export function hasFiniteValues({ data, dtype }: Tensor): boolean {
  if (dtype !== "float32") return true;
  const x = data as Float32Array;
  let zero = 0;
  for (let i = 0; i < x.length; i++) zero += x[i]! * 0;
  return zero === 0;
}
