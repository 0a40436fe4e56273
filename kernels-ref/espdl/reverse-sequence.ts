import { sizeOf, stridesOf } from "../array.js";
import { numberAttribute, numbersAttribute } from "../attributes.js";
import type { Kernel } from "../operator.js";

/**
 * `espdl.reverse_sequence`: of every batch, the first `lengths[batch]` steps along `time_axis` in reverse order; the
 * rest is copied. `batch_axis` and `time_axis` are 0 and 1 in either order.
 */
export const reverseSequence: Kernel = ([data], attributes, [output]) => {
  const batchAxis = numberAttribute(attributes, "batch_axis");
  const timeAxis = numberAttribute(attributes, "time_axis");
  const lengths = numbersAttribute(attributes, "lengths");
  const strides = stridesOf(data.shape);
  const inner = sizeOf(data.shape.slice(2));
  const x = data.data as Int8Array;
  const out = output.data as Int8Array;
  for (let batch = 0; batch < data.shape[batchAxis]; batch++) {
    for (let time = 0; time < data.shape[timeAxis]; time++) {
      const source = time < lengths[batch] ? lengths[batch] - 1 - time : time;
      const from = batch * strides[batchAxis] + source * strides[timeAxis];
      out.set(x.subarray(from, from + inner), batch * strides[batchAxis] + time * strides[timeAxis]);
    }
  }
};
