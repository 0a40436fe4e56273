import { float32Data } from "./array.js";
import { stringAttribute } from "./attributes.js";
import type { Kernel } from "./operator.js";
import { imageAxes } from "./window.js";

/** `nn.global_avg_pool2d`: the float32 mean of every channel's plane; rounded after every addition, rows first. */
export const globalAvgPool2d: Kernel = ([input], attributes, [output]) => {
  const { size, stride } = imageAxes(input, stringAttribute(attributes, "layout", "NCHW"));
  const x = float32Data(input);
  const out = float32Data(output);
  for (let n = 0; n < size.n; n++) {
    for (let c = 0; c < size.c; c++) {
      const plane = n * stride.n + c * stride.c;
      let sum = 0;
      for (let h = 0; h < size.h; h++) {
        for (let w = 0; w < size.w; w++) sum = Math.fround(sum + x[plane + h * stride.h + w * stride.w]);
      }
      out[n * size.c + c] = sum / (size.h * size.w);
    }
  }
};
