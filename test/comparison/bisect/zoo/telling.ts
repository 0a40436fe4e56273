/** Operators that make other values from nearly any other bytes: they show which bytes they were given. */
export const TELLING: ReadonlySet<string> = new Set([
  "esp.conv2d",
  "esp.depthwise_conv2d",
  "esp.dense",
  "esp.quantize",
  "esp.dequantize",
  "layout_transform",
]);
