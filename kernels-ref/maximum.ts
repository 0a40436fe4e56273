import { stretch } from "./broadcast.js";
import type { Kernel } from "./operator.js";

/** `maximum`: left where it is > right, else right, with numpy broadcasting. */
export const maximum: Kernel = ([left, right], _attributes, [output]) => {
  const a = stretch(left, output.shape);
  const b = stretch(right, output.shape);
  const out = output.data;
  // biome-ignore lint/complexity/useMathMinMax: int64 elements are BigInts.
  for (let i = 0; i < out.length; i++) out[i] = a[i] > b[i] ? a[i] : b[i];
};
