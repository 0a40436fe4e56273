import type { DType, TypedArray } from "./array.js";
import { KernelError } from "./kernel-error.js";
import type { Kernel } from "./operator.js";
import { pooling } from "./pooling.js";

/** `nn.max_pool2d`: the largest element of each window; padding counts as the dtype's lowest value. Not for int64. */
export const maxPool2d: Kernel = ([input], attributes, [output]) => {
  const geometry = pooling(input, output, attributes);
  const { imageStride, outputStride } = geometry;
  const x = input.data as Exclude<TypedArray, BigInt64Array | BigUint64Array>;
  const out = output.data;
  const lowest = lowestValue(output.dtype);
  for (let n = 0; n < geometry.output.n; n++) {
    for (let c = 0; c < geometry.output.c; c++) {
      const plane = n * imageStride.n + c * imageStride.c;
      const target = n * outputStride.n + c * outputStride.c;
      for (let oy = 0; oy < geometry.output.h; oy++) {
        const rows = geometry.rows[oy];
        for (let ox = 0; ox < geometry.output.w; ox++) {
          const columns = geometry.columns[ox];
          let max = lowest;
          for (let r = 0; r < rows.count; r++) {
            const line = plane + (rows.start + r * rows.dilation) * imageStride.h;
            for (let s = 0; s < columns.count; s++) {
              const value = x[line + (columns.start + s * columns.dilation) * imageStride.w];
              if (value > max) max = value;
            }
          }
          out[target + oy * outputStride.h + ox * outputStride.w] = max;
        }
      }
    }
  }
};

/** The lowest finite value of a dtype. @throws KernelError for one that pooling does not support. */
function lowestValue(dtype: DType): number {
  const lowest: Partial<Record<DType, number>> = {
    float32: -(2 - 2 ** -23) * 2 ** 127,
    int8: -128,
    uint8: 0,
    int16: -(2 ** 15),
    int32: -(2 ** 31),
  };
  const value = lowest[dtype];
  if (value === undefined)
    throw new KernelError(`nn.max_pool2d supports float32, int8, uint8, int16, int32, got ${dtype}`);
  return value;
}
