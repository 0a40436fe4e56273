import type { DType, Int64Array, NdArray, TypedArray } from "./array.js";
import { repeatsAsTail, stretch } from "./broadcast.js";
import { KernelError } from "./kernel-error.js";

/** A few elements of any dtype but int64 and uint64, in an array type that holds them all exactly. */
export type Strip = Int32Array | Float32Array | Float64Array;

/** Elements in a strip at most: four strips of 4 bytes an element then fit a first-level cache of 32 KB. */
const LONGEST = 2048;

/**
 * Runs an element-wise loop over `output` in strips. For each strip, the elements of the inputs (broadcast to the
 * output's shape) are copied to strips of their own, `loop` computes the first `count` elements of `out`, and these are
 * stored in the output's dtype, which keeps the low bits of an integer.
 *
 * Law: a strip changes no value. bool and integers up to int32 are widened to int32, float32 and int64 stay what they
 * are, uint32 and float64 are doubles.
 * Reason: V8 compiles a loop well for up to four array types, and by the dozen of dtypes 10 to 100 times slower.
 * @throws KernelError for float16.
 */
export function inStrips<S extends Strip | Int64Array = Strip>(
  inputs: readonly NdArray[],
  output: NdArray,
  loop: (inputs: readonly S[], out: S, count: number) => void,
): void {
  const size = output.data.length;
  if (size === 0) return;
  const length = stripLength(inputs, output);
  const strips = inputs.map(({ dtype }) => newStrip(dtype, length));
  const sources = inputs.map((input, i) => {
    if (!repeatsAsTail(input, output.shape) || length % input.data.length !== 0) return stretch(input, output.shape);
    fillWithRepeats(strips[i], input.data);
    return undefined;
  });
  const out = newStrip(output.dtype, length);
  for (let start = 0; start < size; start += length) {
    const count = Math.min(length, size - start);
    for (let i = 0; i < sources.length; i++) {
      const source = sources[i];
      if (source) copy(source.subarray(start, start + count), strips[i], 0);
    }
    loop(strips as S[], out as S, count);
    copy(out.subarray(0, count), output.data, start);
  }
}

/** A whole number of repetitions of each input that repeats, where that is possible. */
function stripLength(inputs: readonly NdArray[], output: NdArray): number {
  let length = Math.min(LONGEST, output.data.length);
  for (const input of inputs) {
    const period = input.data.length;
    if (period <= length && repeatsAsTail(input, output.shape)) length -= length % period;
  }
  return length;
}

function newStrip(dtype: DType, length: number): Strip | Int64Array {
  switch (dtype) {
    case "float32":
      return new Float32Array(length);
    case "uint32":
    case "float64":
      return new Float64Array(length);
    case "int64":
      return new BigInt64Array(length);
    case "uint64":
      return new BigUint64Array(length);
    case "float16":
      throw new KernelError("element-wise operators do not compute in float16");
    default:
      return new Int32Array(length);
  }
}

function fillWithRepeats(strip: Strip | Int64Array, period: TypedArray): void {
  copy(period, strip, 0);
  for (let filled = period.length; filled < strip.length; filled *= 2) strip.copyWithin(filled, 0, filled);
}

function copy(from: TypedArray, to: TypedArray, start: number): void {
  (to as Float64Array).set(from as Float64Array, start);
}
