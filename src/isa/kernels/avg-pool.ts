import { numberAttribute, numbersAttribute } from "../../../kernels-ref/attributes.js";
import { asImage, spatialPads, spatialPair } from "../../../kernels-ref/espdl/image.js";
import { quantizeFloat, scaleOf } from "../../../kernels-ref/espdl/rounding.js";
import { ArgumentStruct } from "./buffers.js";
import { type ChipKernel, HALF_EVEN } from "./kernel.js";
import { poolSpans } from "./pool-spans.js";

/** `espdl.avg_pool` of int8 on the ESP32-P4: a function adds up a window, C++ divides. Anything else is C++ as a whole. */
export const avgPool: ChipKernel = (caller, [data], attributes, [output]) => {
  const { chip, machine } = caller;
  const [batch, height, width, c] = asImage(data!).shape as [number, number, number, number];
  if (chip !== "esp32p4" || data!.dtype !== "int8" || c % 16 !== 0)
    return "only int8 with whole vectors of channels, on esp32p4, is added up by assembly";
  if (batch !== 1) return "a batch is computed image by image here";
  const [, outHeight, outWidth] = asImage(output!).shape as [number, number, number];
  const [kh, kw] = spatialPair(numbersAttribute(attributes, "kernel_shape"), 1);
  const [strideY, strideX] = spatialPair(numbersAttribute(attributes, "strides"), 1);
  const [top, left, bottom, right] = spatialPads(numbersAttribute(attributes, "pads"));
  const input = machine.memory.place("the input", data!.data, false);
  const sums = machine.memory.allocate("the sums", 4 * c, true);
  const args = new ArgumentStruct(machine, {
    1: c,
    4: width * c,
    5: c,
    9: c,
    12: kh,
    13: kw,
    15: 0,
    26: c / 16 - 1,
    32: 0,
  });
  machine.cfg = HALF_EVEN;
  const exponent = numberAttribute(attributes, "input_exponent") - numberAttribute(attributes, "output_exponent");
  const scale = Math.fround(1 / (kh * kw)) * scaleOf(exponent);
  const prepared = caller.prepare("dl_esp32p4_s8_avg_pool2d_hwc_sum");
  const columns = poolSpans(width, kw, outWidth, strideX, left, right);
  const words = machine.memory.i32.subarray(sums.address / 4, sums.address / 4 + c);
  let to = 0;
  for (const row of poolSpans(height, kh, outHeight, strideY, top, bottom)) {
    args.set(12, row.count);
    for (const column of columns) {
      args.set(13, column.count);
      words.fill(0);
      caller.call(prepared, sums.address, input.address + (row.start * width + column.start) * c, args.address);
      for (const sum of words)
        output!.data[to++] = quantizeFloat(Math.fround(Math.fround(sum) * scale), "half-even", -128, 127) as never;
    }
  }
  return undefined;
};
