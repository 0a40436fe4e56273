import { stridesOf } from "../array.js";
import { numbersAttribute } from "../attributes.js";
import { copyBox, whole } from "../movement.js";
import type { Kernel } from "../operator.js";

/**
 * `espdl.insert_zeros`, [N, …space, C]: neighbours along each spatial axis are moved `stride` apart, with zeros between
 * and behind them; what makes a transposed convolution of a convolution.
 */
export const insertZeros: Kernel = ([data], attributes, [output]) => {
  const stride = numbersAttribute(attributes, "stride");
  const out = output.data as Int8Array;
  out.fill(0);
  const strides = stridesOf(output.shape).map((step, axis, all) =>
    axis === 0 || axis === all.length - 1 ? step : step * stride[axis - 1],
  );
  copyBox(data.shape, whole(data), { array: output, offset: 0, strides });
};
