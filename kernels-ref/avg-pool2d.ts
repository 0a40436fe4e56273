import { float32Data, int32Data } from "./array.js";
import type { Kernel } from "./operator.js";
import { pooling } from "./pooling.js";

/**
 * `nn.avg_pool2d`: the sum of each window over the number of its elements, in float32 (rounded after every addition,
 * rows before columns) or int32 (the quotient truncates toward zero). Padding is not counted unless
 * `count_include_pad`; what ceil_mode hangs over is never counted.
 * Bound: an int32 sum of a window of n int8 values is below n · 2^7; a sum beyond int32 wraps.
 */
export const avgPool2d: Kernel = ([input], attributes, [output]) => {
  const geometry = pooling(input, output, attributes);
  const { imageStride, outputStride } = geometry;
  const includePad = attributes.count_include_pad === true;
  const isFloat32 = input.dtype === "float32";
  const x = isFloat32 ? float32Data(input) : int32Data(input);
  const out = isFloat32 ? float32Data(output) : int32Data(output);
  for (let n = 0; n < geometry.output.n; n++) {
    for (let c = 0; c < geometry.output.c; c++) {
      const plane = n * imageStride.n + c * imageStride.c;
      const target = n * outputStride.n + c * outputStride.c;
      for (let oy = 0; oy < geometry.output.h; oy++) {
        const rows = geometry.rows[oy];
        for (let ox = 0; ox < geometry.output.w; ox++) {
          const columns = geometry.columns[ox];
          let sum = 0;
          for (let r = 0; r < rows.count; r++) {
            const line = plane + (rows.start + r * rows.dilation) * imageStride.h;
            for (let s = 0; s < columns.count; s++) {
              const next = sum + x[line + (columns.start + s * columns.dilation) * imageStride.w];
              sum = isFloat32 ? Math.fround(next) : next | 0;
            }
          }
          const count = includePad ? rows.padded * columns.padded : rows.count * columns.count;
          const mean = sum / Math.max(count, 1);
          out[target + oy * outputStride.h + ox * outputStride.w] = isFloat32 ? mean : Math.trunc(mean);
        }
      }
    }
  }
};
