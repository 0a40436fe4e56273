import { allocate } from "../../base/tensor/dtype.js";
import { Tensor } from "../../base/tensor/tensor.js";
import { toSigned, toUnsigned } from "./signed-bytes.js";

/** One tensor of every sample of a batch. It comes in one form; another is made when it is first asked for. */
export class BatchTensor {
  private constructor(
    private whole: Tensor | undefined,
    private parts: readonly Tensor[] | undefined,
    private bytes: Tensor | undefined,
  ) {}

  /** @param samples at least one tensor, all of one dtype and shape */
  static ofSamples(samples: readonly Tensor[]): BatchTensor {
    return new BatchTensor(undefined, samples, undefined);
  }

  /** @param batch of shape [samples, …] */
  static stacked(batch: Tensor): BatchTensor {
    return new BatchTensor(batch, undefined, undefined);
  }

  /** @param batch of shape [samples, …], bytes of which 128 stands for 0 of an int8 tensor */
  static unsigned(batch: Tensor): BatchTensor {
    return new BatchTensor(undefined, undefined, batch);
  }

  /** Of shape [samples, …]; every sample is of shape [1, …]. */
  get stacked(): Tensor {
    this.whole ??= this.parts ? stacked(this.parts) : toSigned(copied(this.bytes!), 128);
    return this.whole;
  }

  /** One tensor a sample, each of shape [1, …] where the batch was given; they share its storage. */
  get samples(): readonly Tensor[] {
    this.parts ??= unstacked(this.stacked);
    return this.parts;
  }

  /** The same elements with each sample under another shape. */
  reshaped(shape: readonly number[]): BatchTensor {
    return BatchTensor.ofSamples(this.samples.map((sample) => sample.reshape(shape)));
  }

  /** An int8 batch as bytes of which 128 stands for 0. */
  get unsigned(): Tensor {
    this.bytes ??= toUnsigned(this.stacked);
    return this.bytes;
  }
}

function copied({ dtype, shape, data }: Tensor): Tensor {
  return new Tensor(dtype, shape, (data as Uint8Array).slice());
}

export function stacked(samples: readonly Tensor[]): Tensor {
  const [{ dtype, shape, size, data: first }] = samples as readonly [Tensor];
  if (samples.length === 1) return new Tensor(dtype, shape, first);
  const data = allocate(dtype, size * samples.length) as Float32Array;
  samples.forEach((sample, i) => {
    data.set(sample.data as Float32Array, i * size);
  });
  return new Tensor(dtype, [samples.length, ...shape.slice(1)], data);
}

function unstacked(batch: Tensor): Tensor[] {
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
