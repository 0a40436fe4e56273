import { float32Data, int8Data } from "./array.js";
import { numbersAttribute, stringAttribute } from "./attributes.js";
import type { Kernel } from "./operator.js";
import { imageAxes } from "./window.js";

/**
 * `esp.global_avg_pool2d`: the float32 mean of every channel's plane of an int8 image, whose elements stand for those of
 * `table`: entry x + 128 is the float for x. Rounded after every addition, rows first, as `nn.global_avg_pool2d` is.
 */
export const espGlobalAvgPool2d: Kernel = ([input], attributes, [output]) => {
  const { size, stride } = imageAxes(input, stringAttribute(attributes, "layout", "NCHW"));
  const table = Float32Array.from(numbersAttribute(attributes, "table"));
  const x = int8Data(input);
  const out = float32Data(output);
  for (let n = 0; n < size.n; n++) {
    for (let c = 0; c < size.c; c++) {
      const plane = n * stride.n + c * stride.c;
      let sum = 0;
      for (let h = 0; h < size.h; h++) {
        for (let w = 0; w < size.w; w++) sum = Math.fround(sum + table[x[plane + h * stride.h + w * stride.w] + 128]);
      }
      out[n * size.c + c] = sum / (size.h * size.w);
    }
  }
};
